"""The faults: every code that can stand at the end of a line of ``check``, and what it means."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.cli.faults import Known, known_faults
from backoffice.cli.reference.markdown import page, plain

_INTRO = "What can be wrong with records, by code. `backoffice check --explain CODE` prints the same."
_SEVERITY = "Errors make `check` exit with 1; warnings do not."


def pages() -> Mapping[str, str]:
    """Return the page of faults."""
    return {"faults.md": "\n".join([page("Faults", _INTRO, _SEVERITY), *map(_section, known_faults().values())])}


def _section(known: Known) -> str:
    fault = known.fault
    return page(f"## {fault.code}", f"*{fault.severity}, found by {known.finder}*", plain(fault.explain))
