"""Tables for a person at a terminal: fitted to the window, colours sparing, amounts with thousands separators.

Only the rows that fit a few pages are laid out by rich; a longer table goes on as plain text, at once.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from backoffice.core.money import Money
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.render import to_plain
from backoffice.render.currencies import Rows, said_once
from backoffice.render.fit import GAP, Fitted, Layout, fit
from backoffice.render.ids import broken
from backoffice.render.text import cell_text, columns_of, flush_right, is_figure, visible

_THOUSANDS = r"(?<=[0-9]) (?=[0-9]{3}|[A-Z]{3}\b)"
"""The blanks within an amount."""
_ROOM = 20
"""A value beside its name has so much room at least."""
MANY = 500
"""A table of more rows than this is printed as plain text."""


def show(report: Report, *, width: int, colour: bool) -> Iterator[str]:
    """Yield the report for a window of ``width`` characters."""
    console = Console(
        width=width,
        no_color=not colour,
        color_system="standard" if colour else None,
        force_terminal=colour,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    if report.title:
        yield _drawn(console, _titled(report))
    for position, table in enumerate(report.tables):
        yield "\n" if position or report.title else ""
        yield from _table(console, table)
    for note in report.notes:
        yield _drawn(console, Text(f"\n{visible(note)}", style="dim"))


def _titled(report: Report) -> Text:
    title = Text(visible(report.title), style="bold")
    return title.append(f"  {visible(report.scope)}", style="not bold dim") if report.scope else title


def _drawn(console: Console, renderable: RenderableType) -> str:
    with console.capture() as capture:
        console.print(renderable)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _table(console: Console, table: Table) -> Iterator[str]:
    if table.title:
        yield _drawn(console, Text(visible(table.title), style="bold"))
    rows = iter(table.rows)
    first: Rows = list(islice(rows, MANY + 1))
    if not first:
        yield _drawn(console, Text(visible(table.empty), style="dim"))
    elif len(first) > MANY:
        untitled = table._replace(title="", rows=chain(first, rows))
        yield from to_plain.show(Report("", "", (untitled,)))
    elif not table.headings:
        yield _drawn(console, _listed(table, first, console.width))
    else:
        columns, first, totals = _narrowed(table, first, console.width)
        layout = fit(columns, [*first, *totals], console.width)
        yield _drawn(console, _grid(columns, first, totals, layout))
        if layout.left_out:
            yield _drawn(console, Text(_no_room(layout.left_out), style="dim"))


def _narrowed(table: Table, rows: Rows, width: int) -> tuple[Sequence[Column], Rows, Rows]:
    """Return columns, rows and totals, without the currency in every cell where that would not fit."""
    totals: Rows = list(table.totals)
    must = [at for at, column in enumerate(table.columns) if not column.optional]
    needed = fit([table.columns[at] for at in must], [[row[at] for at in must] for row in (*rows, *totals)], width)
    if not needed.left_out:
        return table.columns, rows, totals
    columns, (rows, totals) = said_once(table.columns, rows, totals)
    return columns, rows, totals


def _no_room(left_out: Sequence[Column]) -> str:
    headings = [column.heading for column in left_out]
    names = ", ".join(each.lower() if each == each.capitalize() else each for each in headings)
    return f"no room for {names}; widen the window, or use --format plain"


def _grid(columns: Sequence[Column], rows: Rows, totals: Rows, layout: Layout) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, layout.gap, 0, 0), header_style="dim")
    for position, each in enumerate(layout.shown):
        heading = columns[each.at].heading
        grid.add_column(
            _set(heading, each) if each.wraps else Text(heading),
            justify="right" if each.right else "left",
            width=each.width,
            no_wrap=True,
            overflow="ellipsis",
            style="bold" if position == 0 else "",
        )
    for row in rows:
        grid.add_row(*(_set(row[each.at], each) for each in layout.shown))
    totals = [row for row in totals if _says_something(row, {each.at for each in layout.shown})]
    if totals:
        grid.add_row(*(Text("─" * each.width, style="dim") for each in layout.shown))
    for row in totals:
        grid.add_row(*(_cell(row[each.at]) for each in layout.shown), style="bold")
    return grid


def _says_something(row: Sequence[Cell], shown: set[int]) -> bool:
    """Tell whether any of a total's figures is in a column that is shown."""
    figures = {at for at, cell in enumerate(row) if is_figure(cell)}
    return not figures or bool(figures & shown)


def _listed(table: Table, rows: Rows, width: int) -> Grid:
    """Names and values; a long value goes on below itself, and below its name where names fill the window."""
    grid = Grid(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=False)
    right = flush_right(table, rows)
    names = max(columns_of(cell_text(row[0])) for row in rows)
    if len(rows[0]) > 1 and width - names - GAP < _ROOM:
        return _stacked(grid, rows)
    for position in range(len(rows[0])):
        last = position == len(rows[0]) - 1
        room = width - names - GAP if position else width
        style = "" if last else "dim"
        grid.add_column(
            max_width=room if last else None,
            no_wrap=not last,
            overflow="fold",
            style=style,
            justify="right" if right[position] else "left",
        )
    for row in rows:
        grid.add_row(*(_cell(cell) for cell in row))
    return grid


def _stacked(grid: Grid, rows: Rows) -> Grid:
    """Each name on a line of its own, its values below it."""
    grid.add_column(overflow="fold")
    for name, *cells in rows:
        if text := cell_text(name):
            grid.add_row(Text(text, style="dim"))
        for cell in cells:
            grid.add_row(Padding(_cell(cell), (0, 0, 0, GAP)))
    return grid


def _set(cell: Cell, fitted: Fitted) -> Text:
    """Return a cell; a sentence, or ids, on as many lines as it takes; an amount stays on one."""
    if fitted.ids:
        return Text("\n".join(broken(cell_text(cell), fitted.width)))
    if not fitted.wraps:
        return _cell(cell)
    whole = re.sub(_THOUSANDS, "\N{NO-BREAK SPACE}", cell_text(cell, grouped=True))
    lines = textwrap.wrap(whole, fitted.width, break_on_hyphens=False)
    return Text("\n".join(lines).replace("\N{NO-BREAK SPACE}", " "))


def _cell(cell: Cell) -> Text:
    text = Text(cell_text(cell, grouped=True))
    if isinstance(cell, Money) and cell.amount < 0:
        text.stylize("red")
    return text
