"""A time zone that nobody knows: without it, it would silently be the day of UTC."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.cli import clock
from backoffice.cli.context import Session
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.settings import PATH, SETTING


def unknown_zone(session: Session, zone: str) -> Iterator[Diagnostic]:
    """Yield that ``zone``, of the settings, is none that this machine knows."""
    if not clock.knows(zone):
        yield SETTING.at(
            _where(session), f"there is no time zone {zone!r}, so the day is that of UTC", hint=nearest(zone)
        )


def nearest(zone: str) -> str:
    """Return which zone may have been meant."""
    import difflib
    from zoneinfo import available_timezones

    known = {each.casefold(): each for each in sorted(available_timezones())}
    near = difflib.get_close_matches(zone.casefold().replace(" ", "_"), known, n=1)
    return f"did you mean {known[near[0]]}?" if near else "zones are named like Europe/Berlin or America/New_York"


def _where(session: Session) -> Location:
    from backoffice.formats.frontmatter import read

    documents = read(PATH, session.workspace.current(PATH) or b"").documents
    return documents[0].at(("timezone",)) if documents else Location(PATH)
