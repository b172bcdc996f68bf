"""The forms of single values: what a date, a number, a duration must look like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.cli.reference.markdown import page, plain
from backoffice.cli.reference.types import scalars_of
from backoffice.core.errors import ValueTextError
from backoffice.core.scalar import Scalar
from backoffice.kinds import kinds

_PROBES = ("", "-1", "101.5", "2026-02-30", "DE000000000")
"""Texts that the types refuse, each for a reason of its own; the reasons are the documentation."""


def pages() -> Mapping[str, str]:
    """Return the page of values."""
    found = {scalar.name: scalar for kind in kinds() for scalar in scalars_of(kind.record)}
    intro = "What the text of a field must look like. The field decides its type; nothing is guessed from the text."
    sections = [page(f"## {name}", *_expected(found[name])) for name in sorted(found, key=str.lower)]
    return {"values.md": "\n".join([page("Values", intro), *sections])}


def _expected(scalar: Scalar) -> Iterator[str]:
    yield "\n".join(f"- {plain(reason)}" for reason in dict.fromkeys(_reasons(scalar)))
    if scalar.pattern:
        yield f"As a regular expression: `{scalar.pattern}`"


def _reasons(scalar: Scalar) -> Iterator[str]:
    for probe in _PROBES:
        try:
            scalar.parse(probe)
        except ValueTextError as refusal:
            yield str(refusal)
