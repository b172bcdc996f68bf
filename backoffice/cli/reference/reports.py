"""The reports: what each answers, its options, and the columns of its tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from backoffice.cli.reference.markdown import code, page, plain, table
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Location
from backoffice.core.party import Address, Party
from backoffice.core.scope import Declared, Scope
from backoffice.core.settings import Settings
from backoffice.reports import reports

_DAY = dt.date(2026, 11, 21)
_SOMEBODY = Party(name="Somebody", address=Address(city="Berlin", country="DE"))
_NOTHING = MemoryBooks(Settings(id="settings", where=Location(""), business=_SOMEBODY, currency="EUR"), ())
_OPTIONS = {
    "period": "`--period 2026-Q1`",
    "client": "`--client ID`",
    "days": "`--days N`",
    "basis": "`--basis accrual|cash`",
}


def pages() -> Mapping[str, str]:
    """Return the page of reports."""
    intro = "Questions answered from the books by `backoffice report NAME`, as of `--as-of` (today), in any `--format`."
    return {"reports.md": "\n".join([page("Reports", intro), *map(_section, reports())])}


def _section(report: Declared) -> str:
    options = ", ".join(_option(report, name) for name in report.options)
    return page(f"## {report.name}", plain(report.help), f"Options: {options}." if options else "", *_tables(report))


def _option(report: Declared, name: str) -> str:
    return code(f"--by {'|'.join(report.by)}") if name == "by" else _OPTIONS.get(name, code(f"--{name}"))


def _tables(report: Declared) -> Iterator[str]:
    """Tell the columns by asking the report about a business that has not begun."""
    found = report.build(_NOTHING, Scope(_DAY)).tables
    rows = [(code(each.name), ", ".join(code(column.name) for column in each.columns)) for each in found]
    yield table(("table", "columns in JSON and CSV"), rows)
