"""The day it is for this business, without reading its books."""

from __future__ import annotations

import datetime as dt
import re

from backoffice.cli import clock
from backoffice.cli.context import Session
from backoffice.core.settings import PATH

_ZONE = rb"(?m)^timezone: ([A-Za-z][A-Za-z0-9_+/-]*)[ \t]*\r?$"
"""The zone as nearly everybody writes it. Reading all of the settings takes longer than opening a vault."""


def today(session: Session) -> dt.date:
    """Return the day that --today or BACKOFFICE_TODAY say, else the one in the time zone of the settings."""
    if session.day or session.environment.get(clock.VARIABLE):
        return session.today
    raw = session.workspace.current(PATH) or b""
    if len(found := re.findall(_ZONE, raw)) == 1 and raw.count(b"timezone") == 1:
        return clock.today(found[0].decode())
    from backoffice.formats.frontmatter import read

    documents = read(PATH, raw).documents
    zone = documents[0].fields.get("timezone") if documents else None
    return clock.today(zone if isinstance(zone, str) else "UTC")
