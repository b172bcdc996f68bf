"""The day it is for this business, without reading its books."""

from __future__ import annotations

import datetime as dt

from backoffice.cli import clock
from backoffice.cli.context import Session
from backoffice.core.settings import PATH
from backoffice.formats.frontmatter import read


def today(session: Session) -> dt.date:
    """Return the day that --today or BACKOFFICE_TODAY say, else the one in the time zone of the settings."""
    if session.day or session.environment.get(clock.VARIABLE):
        return session.today
    documents = read(PATH, session.workspace.current(PATH) or b"").documents
    zone = documents[0].fields.get("timezone") if documents else None
    return clock.today(zone if isinstance(zone, str) else "UTC")
