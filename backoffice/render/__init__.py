"""Reports as text, one module for each format; all of them stream, and none imports what it does not use."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from backoffice.core.report import Report

FORMATS: tuple[str, ...] = ("table", "plain", "csv", "json", "md", "html")

_FOR_PROGRAMS = {"csv", "json"}
_MODULES = {"table": "to_terminal", "md": "to_markdown"}


def show(report: Report, form: str, *, width: int = 80, colour: bool = False) -> Iterator[str]:
    """Yield ``report`` in one of ``FORMATS``, in pieces that end with a line.

    ``width`` (in characters) and ``colour`` are for the table alone.
    """
    if form not in _FOR_PROGRAMS:
        report = report._replace(tables=tuple(each for each in report.tables if each.empty or each.rows))
    module = import_module(f"{__name__}.{_MODULES.get(form, f'to_{form}')}")
    if form == "table":
        yield from module.show(report, width=width, colour=colour)
    else:
        yield from module.show(report)
