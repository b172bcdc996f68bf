"""The CSV of Chrome (and Edge, Brave, Vivaldi …) and of Firefox."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from backoffice.vault.imports.gathering import Gathering, Imported, day_at, rows


def read(raw: bytes, path: str) -> Imported:
    """Return the entries of an export; one without a name is called after the host of its address.

    Raises:
        RefusedError: It is no such file.
    """
    gathering = Gathering()
    for row in rows(raw, path, ("url", "username", "password")):
        realm = row.get("httprealm", "")
        gathering.add(
            ((row.get("name") or _host(row["url"])).replace("/", "-"),),
            {**row, "notes": row.get("note")},
            [("realm", realm)] if realm else [],
            changed=_day(row.get("timepasswordchanged", "")),
        )
    return gathering.done()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _day(milliseconds: str) -> dt.date | None:
    return day_at(int(milliseconds) / 1000) if milliseconds.isascii() and milliseconds.isdigit() else None
