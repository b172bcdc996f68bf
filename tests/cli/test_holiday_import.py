"""`holidays import`: a calendar that is not there yet, one that has comments, and one that has it all."""

import pytest

from tests.cli.desk import Desk

OURS = """\
# ours; Linh adds the movable ones
name: Hamburg
days:
  - {date: 2000-01-01, name: Neujahr, yearly: yes}
  - {date: 2026-04-03, name: Karfreitag}   # no deliveries
"""


def test_a_new_calendar_has_the_days_of_this_year_and_the_next(desk: Desk) -> None:
    said = desk.run("holidays", "import", "de", "--region", "hh")
    assert said.out.splitlines() == [
        "Add 20 holidays to de-hh",
        "  holidays/de-hh.yaml",
        "  calendar: de-hh in backoffice.yaml makes deadlines go by it",
    ]
    (row,) = desk.run("holidays", "list", "--format", "json").json["data"]
    assert (row["days"], row["next"]) == (20, "2026-12-25")
    assert "date: 2027-05-17" in (desk.root / "holidays/de-hh.yaml").read_text()


def test_a_calendar_of_ones_own_keeps_what_it_says_and_gets_the_rest(desk: Desk) -> None:
    desk.write({"holidays/hamburg.yaml": OURS})
    settings = (desk.root / "backoffice.yaml").read_text()
    desk.write({"backoffice.yaml": f"{settings}calendar: hamburg\n"})
    command = ("holidays", "import", "DE", "--region", "HH", "--as", "hamburg", "--year", "2026")
    assert "+  - " in desk.run(*command, "--dry-run").out
    assert desk.run(*command).out == "Add 8 holidays to hamburg\n  holidays/hamburg.yaml\n"
    text = (desk.root / "holidays/hamburg.yaml").read_text()
    assert text.startswith(OURS)
    assert desk.run(*command, "--format", "json").json["data"]["commit"] is None
    assert (desk.root / "holidays/hamburg.yaml").read_text() == text
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ZZ",), 2, "no holidays are known of 'ZZ'"),
        (("DE", "--region", "nowhere"), 2, "no region 'NOWHERE' of DE is known"),
        (("DE", "--as", "my days"), 2, "'my days' is no id"),
    ],
)
def test_what_is_not_known_writes_nothing(desk: Desk, words: tuple[str, ...], code: int, said: str) -> None:
    done = desk.run("holidays", "import", *words)
    assert (done.code, said in done.err) == (code, True), done.err
    assert not (desk.root / "holidays").exists()
