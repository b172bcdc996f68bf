"""How the words of a command become days, periods and amounts: by the same rules as the fields of records."""

from __future__ import annotations

from collections.abc import Callable

import click

from backoffice.cli import spans
from backoffice.core.errors import ValueTextError
from backoffice.core.hints import Any
from backoffice.core.money import parse_decimal


class Value(click.ParamType[Any]):
    """A value read by ``parse``, which says what it expected."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self.parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the value of the text, or end with what it should have been."""
        if not isinstance(value, str):
            return value
        try:
            return self.parse(value)
        except ValueTextError as expected:
            self.fail(f"{value!r} is not {expected}", param, ctx)


def _reason(text: str) -> str:
    if not text.strip():
        raise ValueTextError("a reason")
    return text.strip()


DAY = Value("date", spans.day)
PERIOD = Value("period", spans.period)
REASON = Value("text", _reason)
AMOUNT = Value("amount", parse_decimal)
