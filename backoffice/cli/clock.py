"""The clock: the only file that asks what day it is."""

import datetime as dt

VARIABLE = "BACKOFFICE_TODAY"


def today(zone: str) -> dt.date:
    """Return the day it is in a time zone; UTC where the zone is not known here."""
    return moment(zone).date()


def stated(text: str) -> dt.date:
    """Return the day that ``BACKOFFICE_TODAY`` states.

    Raises:
        UsageError: when it states none.
    """
    from backoffice.core.dates import parse_date
    from backoffice.core.errors import UsageError, ValueTextError

    try:
        return parse_date(text)
    except ValueTextError as expected:
        raise UsageError(f"{VARIABLE} should be {expected}, not {text!r}") from None


def moment(zone: str) -> dt.datetime:
    """Return day and time of day on the wall in a time zone; in UTC where the zone is not known here."""
    return dt.datetime.now(_zone(zone) or dt.UTC).replace(second=0, microsecond=0, tzinfo=None)


def midnight(zone: str) -> int:
    """Return when the day ends in a time zone, in seconds since 1970."""
    tomorrow = today(zone) + dt.timedelta(days=1)
    return int(dt.datetime.combine(tomorrow, dt.time(), _zone(zone) or dt.UTC).timestamp())


def knows(zone: str) -> bool:
    """Return whether a time zone is known here."""
    return _zone(zone) is not None


def _zone(name: str) -> dt.tzinfo | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def stamp() -> str:
    """Return this moment as part of a file's name."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"


def seconds() -> int:
    """Return this moment in seconds since 1970, which one-time passwords are made of."""
    return int(dt.datetime.now(dt.UTC).timestamp())
