"""What somebody looks for, as it is typed."""

import datetime as dt

import pytest

from backoffice.core.asked import Filter, Sign, Term, asked, days_of
from backoffice.core.errors import ValueTextError

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "terms", "without", "filters"),
    [
        ("Müller catalogue", ["muller", "catalogue"], [], []),
        ('"lamp catalogue" spring', ["lamp catalogue!", "spring"], [], []),
        ('"lamp catalogue', ["lamp catalogue!"], [], []),
        ("RE-2026-01", ["re 2026 01"], [], []),
        ("website -draft", ["website"], ["draft"], []),
        ('website -"first draft"', ["website"], ["first draft!"], []),
        ("- … 12:30", ["12 30"], [], []),
        ("kind:contract expires<90d", [], [], ["kind:contract", "expires<90d"]),
        ('sender:"Finanzamt Nord" days-late>=3', [], [], ["sender:Finanzamt Nord", "days_late>=3"]),
        ("due<=2026-12-01 amount>100", [], [], ["due<=2026-12-01", "amount>100"]),
        ("a: b", ["a", "b"], [], []),
        ("", [], [], []),
    ],
)
def test_words_phrases_and_filters(text: str, terms: list[str], without: list[str], filters: list[str]) -> None:
    def shown(found: tuple[Term, ...]) -> list[str]:
        return [" ".join(each.words) + "!" * each.exact for each in found]

    wanted = asked(text)
    assert (shown(wanted.terms), shown(wanted.without)) == (terms, without)
    assert [str(each) for each in wanted.filters] == filters
    assert bool(wanted) is bool(terms or filters)


def test_a_term_is_told_as_it_was_typed() -> None:
    (one, two), (three,) = (found := asked('RE-2026-01 "lamp Shop" -x:y')).terms, found.without
    assert [str(each) for each in (one, two, three, Term(("a", "b")))] == ["RE-2026-01", '"lamp Shop"', "x:y", "a b"]
    assert asked("client:acme client<b").value("client") == "acme"
    assert asked("client<b").value("client") == ""


@pytest.mark.parametrize(
    ("sign", "value", "first", "last"),
    [
        ("<", "90d", "2026-11-21", "2027-02-18"),
        ("<=", "1m", "2026-11-21", "2026-12-21"),
        (">", "90d", "2027-02-20", None),
        (":", "7d", "2026-11-28", "2026-11-28"),
        (">", "-30d", "2026-10-23", None),
        ("<", "-2y", None, "2024-11-20"),
        (":", "today", "2026-11-21", "2026-11-21"),
        ("<", "today", None, "2026-11-20"),
        ("<", "2026-03-01", None, "2026-02-28"),
        (":", "2026-Q1", "2026-01-01", "2026-03-31"),
        (">", "2026", "2027-01-01", None),
        (">=", "2026-03", "2026-03-01", None),
        ("<=", "2026-03", None, "2026-03-31"),
    ],
)
def test_days_are_compared_with_days_periods_and_times_from_today(
    sign: Sign, value: str, first: str | None, last: str | None
) -> None:
    days = days_of(sign, value, TODAY)
    assert tuple(str(each) if each else None for each in days) == (first, last)
    assert (dt.date(2026, 11, 21) in days) is (
        (first is None or first <= "2026-11-21") and (last is None or last >= "2026-11-21")
    )
    assert "2026-11-21" not in days


@pytest.mark.parametrize("value", ["soon", "90", "2026-13", ""])
def test_other_words_are_no_day(value: str) -> None:
    with pytest.raises(ValueTextError, match="a day, a period or a time from today"):
        days_of("<", value, TODAY)


def test_a_filter_is_told_as_it_is_typed() -> None:
    assert str(Filter("due", "<=", "7d")) == "due<=7d"
