"""The day it is, by the time zone of the settings: read the short way where it stands as usual, else strictly."""

import datetime as dt

import pytest

from backoffice.cli import clock
from backoffice.cli.context import Session
from backoffice.cli.secret.days import today
from tests.cli.secret.safe import Safe


@pytest.mark.parametrize(
    ("settings", "zone"),
    [
        ("timezone: Europe/Berlin\n", "Europe/Berlin"),
        ("currency: EUR\r\ntimezone: Asia/Tokyo  \r\n", "Asia/Tokyo"),
        ("timezone: Etc/GMT+5 # far away\n", "Etc/GMT+5"),
        ('timezone: "Europe/Paris"\n', "Europe/Paris"),
        ("# timezone: Europe/Paris\ntimezone: Asia/Tokyo\n", "Asia/Tokyo"),
        ("timezone: Europe/Paris\ntimezone: Asia/Tokyo\n", "UTC"),
        ("other:\n  timezone: Asia/Tokyo\n", "UTC"),
        ("timezone: [\n", "UTC"),
        ("timezone:\n", "UTC"),
    ],
)
def test_the_zone_is_that_of_the_settings(
    nobody: Safe, settings: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nobody.root / "backoffice.yaml").write_bytes(settings.encode())
    asked: list[str] = []

    def known(zone: str) -> dt.date:
        asked.append(zone)
        return dt.date(2026, 11, 21)

    monkeypatch.setattr(clock, "today", known)
    assert today(Session({}, str(nobody.root))) == dt.date(2026, 11, 21)
    assert asked == [zone]
