"""What is due, of all kinds: whose, of which kind, in which order."""

from __future__ import annotations

from backoffice.core.deadline import Deadline
from backoffice.reports.due import Wanted, due
from tests.agreed import YEARLY, contract, day
from tests.made import books, invoice, payment

TODAY = day("2026-05-01")
LEASE = contract(
    "lease", name="Lease", owner="Linh", effective="2025-06-12", term="12m", renewal=YEARLY, notice={"initial": "30d"}
)
CARE = contract(
    "care", name="Care", owner="Jonas", effective="2026-01-01", obligations=[{"text": "Report", "due": "2026-05-10"}]
)
BOOKS = books(
    LEASE,
    CARE,
    invoice(1, "2026-04-01"),
    invoice(2, "2026-04-20"),
    payment("2026-04-28", "119.00", INV_2026_0001="119.00"),
)


def subjects(**wanted: object) -> list[tuple[str, str]]:
    rows = due(BOOKS, Wanted(**wanted), as_of=TODAY).tables[0].rows  # type: ignore[arg-type]
    return [(str(row[0]), str(row[-1])) for row in rows]


def test_deadlines_of_all_kinds_come_by_the_day_to_act() -> None:
    assert subjects() == [
        ("2026-05-04", "invoice/INV-2026-0002"),
        ("2026-05-10", "contract/care"),
        ("2026-05-12", "contract/lease"),
    ]


def test_one_person_sees_their_own_and_a_part_of_the_name_will_do() -> None:
    assert subjects(person="jon") == [("2026-05-10", "contract/care")]
    assert subjects(person="nobody") == []


def test_a_kind_is_that_of_the_deadline_or_of_its_record() -> None:
    assert [subject for _, subject in subjects(kind="notice")] == ["contract/lease"]
    assert [subject for _, subject in subjects(kind="contract")] == ["contract/care", "contract/lease"]


def test_an_empty_answer_says_what_was_asked() -> None:
    report = due(BOOKS, Wanted(3, "linh", "bill"), as_of=TODAY)
    assert report.tables[0].empty == "Nothing of kind bill is due within 3 days for linh."
    assert report.scope == "2026-05-01 and the 3 days after for linh"


def test_deadlines_that_no_record_has_stand_in_their_place() -> None:
    more = [Deadline(day, f"secret/{day}", "rotation", "x") for day in (day("2026-05-11"), day("2026-07-01"))]
    rows = due(BOOKS, as_of=TODAY, more=more).tables[0].rows
    assert [str(row[-1]) for row in rows] == [
        "invoice/INV-2026-0002",
        "contract/care",
        "secret/2026-05-11",
        "contract/lease",
    ]
