"""Who is still on the old terms."""

from __future__ import annotations

from backoffice.core.part import replaced
from backoffice.kinds.contract.agreement import Contract
from backoffice.reports.contract_terms import contract_terms
from tests.agreed import contract, day
from tests.kinds.test_contract_template import template
from tests.made import books, made

CLAUSE = replaced(made("clause", "liability", heading="Liability"), notes="Up to the fee.")
TEMPLATE = template(version="2026-10", clauses=[{"clause": "liability"}])
NOW = TEMPLATE.digest({"liability": {"heading": "Liability", "text": "Up to the fee."}})
OLD = "0" * 64


def on(identity: str, digest: str, of: str = "msa", **fields: str) -> Contract:
    terms = {"template": of, "version": "2026-10" if digest == NOW else "2025-01", "digest": digest}
    return contract(identity, effective="2026-01-01", terms=terms, **fields)


def test_contracts_on_old_terms_come_first() -> None:
    kept = books(
        TEMPLATE,
        CLAUSE,
        on("a-new", NOW),
        on("b-old", OLD),
        on("c-lost", OLD, "gone"),
        on("d-over", OLD, ends="2026-02-01"),
        contract("e-own"),
    )
    report = contract_terms(kept, as_of=day("2026-11-21"))
    assert [(row[0], *row[3:7]) for row in report.tables[0].rows] == [
        ("c-lost", "gone", "2025-01", "gone", ""),
        ("b-old", "msa", "2025-01", "old", "2026-10"),
        ("a-new", "msa", "2026-10", "current", "2026-10"),
    ]
    assert report.notes == ("2 of 3 are not on the terms as they are now",)


def test_without_standard_terms_there_is_nothing_to_say() -> None:
    assert contract_terms(books(), as_of=day("2026-11-21")).notes == ()
