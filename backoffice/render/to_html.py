"""One self-contained page: light and dark, printable, without scripts, everything from records escaped."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from jinja2 import Environment, StrictUndefined

from backoffice.core.hints import Any
from backoffice.core.report import Report, Table
from backoffice.render.text import cell_text, flush_right


def show(report: Report) -> Iterator[str]:
    """Yield the page."""
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = resources.files(__package__).joinpath("html", "report.html").read_text("utf-8")
    yield from pages.from_string(source).stream(report=report, tables=[_laid_out(t) for t in report.tables])
    yield "\n"


def _laid_out(table: Table) -> dict[str, Any]:
    rows = list(table.rows)
    return {
        "title": table.title,
        "empty": table.empty,
        "headings": [column.heading for column in table.columns] if table.headings else [],
        "figures": flush_right(table, rows),
        "rows": [[cell_text(cell, grouped=True) for cell in row] for row in rows],
        "totals": [[cell_text(cell, grouped=True) for cell in row] for row in table.totals],
    }
