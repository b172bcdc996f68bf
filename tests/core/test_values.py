"""The small values everything is said with: places, findings, errors, plans, deadlines, columns."""

import datetime as dt

import pytest

from backoffice.core.change import AddFile, AddText, MoveFile, Plan
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.errors import BackofficeError, MissingError, RefusedError, UsageError
from backoffice.core.report import Column


@pytest.mark.parametrize(
    ("place", "printed"),
    [(Location("a.md"), "a.md"), (Location("a.md", 3), "a.md:3"), (Location("a.md", 3, 7), "a.md:3:7")],
)
def test_a_place_prints_as_far_as_it_is_known(place: Location, printed: str) -> None:
    assert str(place) == printed


def test_a_finding_prints_as_compilers_print_theirs() -> None:
    fault = Fault("late-tea", "Tea is late.", "warning")
    finding = fault.at(Location("a.md", 3, 7), "no tea", hint="boil water")
    assert finding == Diagnostic(Location("a.md", 3, 7), "late-tea", "no tea", "warning", "boil water")
    assert str(finding) == "a.md:3:7: warning: no tea [late-tea]"
    assert Fault("x", "X.").at(Location("a"), "m").severity == "error"


@pytest.mark.parametrize(("error", "code"), [(RefusedError, 1), (MissingError, 1), (UsageError, 2)])
def test_an_error_says_what_is_wrong_and_how_the_command_ends(error: type[BackofficeError], code: int) -> None:
    finding = Fault("x", "X.").at(Location("a"), "m")
    raised = error("no", hint="go", diagnostics=[finding])
    assert (str(raised), raised.message, raised.hint, raised.diagnostics) == ("no", "no", "go", (finding,))
    assert raised.exit_code == code


def test_a_plan_grows_at_its_end_and_is_true_when_it_has_something_to_do() -> None:
    nothing = Plan("Do nothing")
    more = nothing.then(AddFile("a", b"1")).then(AddText("b", "x"), MoveFile("c", "d"))
    assert not nothing
    assert more
    assert more == Plan("Do nothing", (AddFile("a", b"1"), AddText("b", "x"), MoveFile("c", "d")))


def test_deadlines_sort_by_day() -> None:
    early, late = (Deadline(dt.date(2026, 1, day), "x/1", "x", "Do it") for day in (1, 2))
    assert sorted([late, early]) == [early, late]


def test_a_column_is_called_by_its_title_or_its_name_in_words() -> None:
    assert (Column("issue_date").heading, Column("vat", "VAT").heading) == ("Issue date", "VAT")
