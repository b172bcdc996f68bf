"""Files with many records: each entry is a record with a line of its own, and a wrong one hides no other."""

from pathlib import Path

import pytest

from backoffice.kinds.time import TimeEntry
from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, put, repository

SETTINGS = "business: {name: Studio, address: {city: Berlin, country: DE}}\ncurrency: EUR\n"
NOVEMBER = "time/ada/2026-11.yaml"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = repository(tmp_path / "books")
    put(made, {"backoffice.yaml": SETTINGS, NOVEMBER: line("09:00-10:00") + line("10:00-11:00")})
    commit(made, "Add")
    return made


def line(time: str, day: str = "20", more: str = "") -> str:
    return f"- {{date: 2026-11-{day}, time: {time}{more}}}\n"


def times(place: Place) -> list[str]:
    """Return the time of every entry, after making sure that all ways of reading agree."""
    assert differences(place) == []
    return [f"{entry.time} on line {entry.where.line}" for entry in indexed(place).all(TimeEntry)]


def said(place: Place) -> list[str]:
    return [str(each) for each in indexed(place).problems]


def test_entries_come_go_and_change(place: Place) -> None:
    assert times(place) == ["09:00-10:00 on line 1", "10:00-11:00 on line 2"]
    put(place, {NOVEMBER: "# changed\n" + line("10:00-11:30") + line("2h", more=", text: books")})
    assert times(place) == ["10:00-11:30 on line 2", "2h on line 3"]
    commit(place, "Change")
    assert times(place) == ["10:00-11:30 on line 2", "2h on line 3"]
    put(place, {NOVEMBER: "[]\n"})
    assert (times(place), said(place)) == ([], [])
    put(place, {NOVEMBER: line("09:00-10:00") + line("10:00-11:00")})
    assert times(place) == ["09:00-10:00 on line 1", "10:00-11:00 on line 2"]


def test_a_wrong_entry_hides_no_other(place: Place) -> None:
    put(place, {NOVEMBER: line("09:00-10:00") + line("soon") + "- just text\n" + line("11:00-12:00")})
    assert times(place) == ["09:00-10:00 on line 1", "11:00-12:00 on line 4"]
    assert said(place) == [
        (
            f"{NOVEMBER}:2:28: error: time should be a time such as 09:00-12:15, 3h15m or 2.5h; "
            "09:00- while it runs [bad-value]"
        ),
        f"{NOVEMBER}:3: error: the entry has no fields [not-a-mapping]",
    ]
    assert indexed(place).unreadable == 2


def test_of_two_that_say_the_same_the_first_counts(place: Place) -> None:
    put(place, {NOVEMBER: line("09:00-10:00") + line("09:00-12:00")})
    assert times(place) == ["09:00-10:00 on line 1"]
    assert said(place) == [f"{NOVEMBER}:2: error: time ada-2026-11-20-0900 stands on line 1 already [same-entry]"]


def test_one_entry_in_two_files_is_found(place: Place) -> None:
    put(place, {"time/ada/2026-12.yaml": line("09:00-10:00")})
    assert differences(place) == []
    assert [each.partition(" error: ")[2] for each in said(place)] == [
        "time ada-2026-11-20-0900 is also in time/ada/2026-11.yaml [same-id]",
        "2026-11-20 is not in this month [misfiled-time]",
    ]


def test_a_folder_must_be_named_like_an_id(place: Place) -> None:
    put(place, {"time/Ada/2026-11.yaml": line("09:00-10:00")})
    assert differences(place) == []
    assert said(place) == ["time/Ada/2026-11.yaml:1: error: 'Ada-2026-11-20-0900' is no id of this kind [bad-id]"]


def test_a_file_that_cannot_be_read_at_all(place: Place) -> None:
    put(place, {NOVEMBER: "- {date: 2026\n"})
    assert times(place) == []
    assert indexed(place).unreadable == 1
