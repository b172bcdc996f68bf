"""All faults there are, by code: for ``check --explain`` and the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backoffice.core.diagnostic import Fault


@dataclass(frozen=True, slots=True)
class Known:
    """A fault and who finds it, in words: ``reading a file``, ``check numbering``."""

    fault: Fault
    finder: str


def known_faults() -> dict[str, Known]:
    """Return every fault by its code, in alphabetical order."""
    return {known.fault.code: known for known in sorted(_all(), key=lambda known: known.fault.code)}


def _all() -> Iterator[Known]:
    from backoffice.automation import billing, dunning
    from backoffice.checks import checks
    from backoffice.cli.secret import guarding
    from backoffice.core import schema
    from backoffice.formats import faults as formats
    from backoffice.formats import steps
    from backoffice.kinds import issuing, kinds
    from backoffice.render.own_pages import BROKEN
    from backoffice.vault.recipients import BAD_RECIPIENTS
    from backoffice.vault.store import UNREADABLE_ENTRY
    from backoffice.workspace import faults as workspace
    from backoffice.workspace.papers import reading

    yield from (Known(fault, "finding the records") for fault in workspace.FAULTS)
    yield from (Known(fault, "reading a file") for fault in formats.FAULTS)
    yield from (Known(fault, "reading the fields of any kind") for fault in schema.FAULTS)
    yield from (Known(fault, "writing a file") for fault in steps.FAULTS)
    for kind in kinds():
        yield from (Known(fault, f"reading {kind.plural}") for fault in kind.faults)
    yield from (Known(fault, "issuing an invoice") for fault in issuing.FAULTS)
    yield from (Known(fault, "reminding of an invoice") for fault in dunning.FAULTS)
    yield from (Known(fault, "drafting an invoice") for fault in billing.FAULTS)
    for check in checks():
        yield from (Known(fault, f"the check {check.name}") for fault in check.faults)
    yield Known(BROKEN, "printing with templates of your own")
    yield from (Known(fault, "reading papers") for fault in reading.FAULTS)
    yield from (Known(fault, "looking for secrets in clear text") for fault in guarding.FAULTS)
    yield from (Known(fault, "reading a vault") for fault in (BAD_RECIPIENTS, UNREADABLE_ENTRY))
