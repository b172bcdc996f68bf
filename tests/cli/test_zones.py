"""A time zone that nobody knows is said where it stands."""

import pytest

from tests.cli.desk import SETTINGS, Desk


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("europe/paris ", "did you mean Europe/Paris?"),
        ("America/New York", "did you mean America/New_York?"),
        ("Europe", "did you mean Europe/Rome?"),
        ("../etc", "zones are named like Europe/Berlin or America/New_York"),
    ],
)
def test_check_says_where_it_stands_and_what_may_have_been_meant(desk: Desk, written: str, hint: str) -> None:
    in_zone(desk, f"timezone: {written}\n")
    said = desk.run("check")
    message = f"there is no time zone '{written.strip()}', so the day is that of UTC"
    assert said.out.splitlines() == [
        f"backoffice.yaml:6:11: error: {message} [bad-setting]",
        f"backoffice: hint: {hint}",
    ]
    assert said.code == 1
    assert desk.run("invoice", "list").code == 0


def test_doctor_says_it_too(desk: Desk) -> None:
    desk.environment.pop("BACKOFFICE_TODAY")
    in_zone(desk, "timezone: Europe/Berln\n")
    said = desk.run("doctor", "--format", "plain")
    assert said.code == 1
    assert "there is no time zone 'Europe/Berln': did you mean Europe/Berlin?" in said.out


def test_one_that_is_known_or_left_out_is_fine(desk: Desk) -> None:
    assert desk.run("check").code == 0
    in_zone(desk, "")
    assert desk.run("check").code == 0


def in_zone(desk: Desk, line: str) -> None:
    desk.write({"backoffice.yaml": SETTINGS.replace("timezone: Europe/Berlin\n", line)})
