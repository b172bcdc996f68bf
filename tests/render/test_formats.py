"""One report in every format."""

import csv
import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest

from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Share, Table
from backoffice.render import FORMATS, show
from backoffice.render.to_csv import guarded

EVIL = "=cmd()|<script>alert(1)</script> [red]x[/red] \x1b[31m"


def euro(amount: str) -> Money:
    return Money.of(amount, "EUR")


def report(*, rows: int = 2, title: str = "Who owes") -> Report:
    columns = (
        Column("number"),
        Column("client"),
        Column("due", optional=True),
        Column("open"),
        Column("days_late", "Late"),
    )
    cells: tuple[tuple[Cell, ...], ...] = (
        ("INV-1", "acme", dt.date(2026, 11, 30), euro("1200.5"), None),
        ("INV-12", EVIL, dt.date(2026, 10, 1), euro("-3"), 51),
    )
    totals = (("Total", None, None, euro("1197.5"), None),)
    table = Table("open_items", columns, cells[:rows], totals=totals[: rows and 1], empty="Nobody owes anything.")
    return Report("who-owes", title, (table,), scope="as of 2026-11-21", notes=("Mind the gap.",) if title else ())


def text(report: Report, form: str, width: int = 80) -> str:
    return "".join(show(report, form, width=width))


def test_plain_is_aligned_and_exact() -> None:
    assert text(report(), "plain").splitlines() == [
        "Who owes",
        "as of 2026-11-21",
        "",
        "Number  Client                                                  Due                Open  Late",
        "INV-1   acme                                                    2026-11-30  1200.50 EUR",
        r"INV-12  =cmd()|<script>alert(1)</script> [red]x[/red] \x1b[31m  2026-10-01    -3.00 EUR    51",
        "Total                                                                       1197.50 EUR",
        "",
        "Mind the gap.",
    ]


def test_plain_streams_and_widens() -> None:
    rows: list[tuple[Cell, ...]] = [*[("a", 1)] * 1500, ("a longer name", 2)]
    lines = text(Report("r", "", (Table("t", (Column("n"), Column("x")), iter(rows)),)), "plain").splitlines()
    assert (len(lines), lines[1], lines[-1]) == (1502, "a  1", "a longer name  2")


def test_a_total_added_up_on_the_way_comes_last() -> None:
    seen: list[int] = []

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number in range(3):
            seen.append(number)
            yield ("row", number)

    def totals() -> Iterator[tuple[Cell, ...]]:
        yield ("Total", sum(seen))

    for form in ("plain", "table", "md", "html"):
        seen.clear()
        table = Table("t", (Column("name"), Column("n")), rows(), totals=totals())
        assert re.search(r"Total.*\b3\b", text(Report("r", "", (table,)), form), re.DOTALL), form


def test_table_fits_its_window_and_cuts_no_figure() -> None:
    for width in (40, 60, 80, 120):
        lines = text(report(), "table", width).splitlines()
        assert max(map(len, lines)) <= width
        assert any("1,200.50 EUR" in line for line in lines) or width == 40
        assert not any("EU…" in line or "0…" in line for line in lines)


def test_a_narrow_window_says_what_is_left_out() -> None:
    assert "no room for due" in text(report(), "table", 50)


def test_what_is_left_out_is_named_as_it_is_headed() -> None:
    columns = (Column("client"), *(Column(f"q{n}", f"2026-Q{n}") for n in (1, 2)), Column("vat", "VAT"), Column("open"))
    table = Table("t", columns, [("acme", *[euro("12345.67")] * 4)], totals=[("Total", None, *[euro("12345.67")] * 3)])
    lines = text(Report("r", "", (table,)), "table", 28).splitlines()
    assert [line.split() for line in lines[:2]] == [["Client", "2026-Q1"], ["acme", "EUR", "12,345.67"]]
    assert " ".join(lines[2:]).startswith("no room for 2026-Q2, VAT, open;"), (
        "a total of which nothing shows is not there"
    )


def test_csv_splits_money_and_disarms_formulas() -> None:
    rows = list(csv.reader(io.StringIO(text(report(), "csv"))))
    assert rows[0] == ["number", "client", "due", "open", "open_currency", "days_late"]
    assert rows[1] == ["INV-1", "acme", "2026-11-30", "1200.50", "EUR", ""]
    assert rows[2][1].startswith("'=cmd()")
    assert rows[2][3:] == ["-3.00", "EUR", "51"]
    assert "\x1b" not in rows[2][1]


@pytest.mark.parametrize("text", ["=1+1", "+49 30 1", "-x", "@sum", "\tx", "＝1", "＋1", "－x", "＠x", "  =1", "\n=1"])  # noqa: RUF001
def test_formulas_are_disarmed(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["-3", "+1.5", "1200.00", "acme", "a=b", "3-4", ""])
def test_plain_numbers_and_words_are_kept(text: str) -> None:
    assert guarded(text) == text


def test_json_keys_rows_by_column() -> None:
    answer = json.loads(text(report(), "json"))
    assert answer["data"][0] == {
        "number": "INV-1",
        "client": "acme",
        "due": "2026-11-30",
        "open": {"amount": "1200.50", "currency": "EUR"},
        "days_late": None,
    }
    assert answer["data"][1]["client"] == EVIL
    assert answer["totals"][0]["open"] == {"amount": "1197.50", "currency": "EUR"}
    assert "\x1b" not in text(report(), "json")


def test_json_of_several_tables_is_keyed_by_table() -> None:
    one = Table("one", (Column("n"),), [(Share(value=Decimal("0.5")),)])
    two = Table("two", (Column("n"),), [((euro("1"), Money.of(2, "USD")),)], totals=[(Decimal("1.10"),)])
    answer = json.loads(text(Report("r", "R", (one, two)), "json"))
    assert answer["data"] == {
        "one": [{"n": "0.5"}],
        "two": [{"n": [{"amount": "1.00", "currency": "EUR"}, {"amount": "2.00", "currency": "USD"}]}],
    }
    assert answer["totals"] == {"one": [], "two": [{"n": "1.10"}]}


def test_markdown_shows_text_as_it_is() -> None:
    lines = text(report(), "md").splitlines()
    assert lines[:6] == [
        "# Who owes",
        "",
        "as of 2026-11-21",
        "",
        "| Number | Client | Due | Open | Late |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    assert r"\|\<script\>" in lines[7]
    assert lines[8] == "| **Total** |  |  | **1,197.50 EUR** |  |"


def test_html_is_one_page_that_runs_nothing() -> None:
    page = text(report(), "html")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert '<td class="figure">1,200.50 EUR</td>' in page


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in {"csv", "json"}])
def test_an_empty_table_says_so(form: str) -> None:
    assert "Nobody owes anything." in text(report(rows=0), form)


def test_names_and_values_have_no_heading() -> None:
    table = Table("facts", (Column("field"), Column("value")), [("name", "Acme"), ("open", euro("3"))], headings=False)
    assert text(Report("r", "", (table,)), "plain").splitlines() == ["name  Acme", "open  3.00 EUR"]
    assert text(Report("r", "", (table,)), "table").splitlines() == ["name  Acme", "open  3.00 EUR"]


def test_values_go_below_their_names_where_these_fill_the_window() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("retention.application.basis", "§ 15 (4) AGG, § 61b ArbGG"),
        ("", "and more"),
        ("open", euro("3")),
    ]
    table = Table("facts", (Column("field"), Column("value")), rows, headings=False)
    assert text(Report("r", "", (table,)), "table", 40).splitlines() == [
        "retention.application.basis",
        "  § 15 (4) AGG, § 61b ArbGG",
        "  and more",
        "open",
        "  3.00 EUR",
    ]


def test_a_wide_table_says_the_currency_once() -> None:
    columns = (Column("client"), Column("account"), *(Column(f"m{n}") for n in range(5)))
    rows: list[tuple[Cell, ...]] = [("acme", "x", *[euro("12345.67")] * 5), ("kumo", "y", *[Money.of(9, "JPY")] * 5)]
    totals: list[tuple[Cell, ...]] = [("Total", "EUR", *[euro("12345.67")] * 5)]
    lines = text(Report("r", "", (Table("t", columns, rows, totals=totals),)), "table", 72).splitlines()
    assert [line.split() for line in lines if "─" not in line] == [
        ["Client", "Account", "M0", "M1", "M2", "M3", "M4"],
        ["acme", "EUR", "x", *["12,345.67"] * 5],
        ["kumo", "JPY", "y", *["9"] * 5],
        ["Total", "EUR", *["12,345.67"] * 5],
    ]


def test_long_tables_go_on_as_plain_text() -> None:
    rows: list[tuple[Cell, ...]] = [(f"row {n}", euro("1")) for n in range(600)]
    lines = text(Report("r", "", (Table("t", (Column("name"), Column("amount")), rows),)), "table").splitlines()
    assert (len(lines), lines[-1]) == (601, "row 599  1.00 EUR")


@pytest.mark.parametrize(
    ("form", "spared"),
    [("plain", {"rich", "jinja2"}), ("csv", {"rich", "jinja2"}), ("json", {"rich", "jinja2"}), ("table", {"jinja2"})],
)
def test_a_format_imports_nothing_it_does_not_use(form: str, spared: set[str]) -> None:
    code = (
        "import sys; from backoffice.render import show; from backoffice.core.report import *;"
        f"list(show(Report('r','',(Table('t',(Column('a'),),[('b',)]),)), {form!r}));"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & spared
