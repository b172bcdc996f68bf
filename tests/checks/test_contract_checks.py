"""Contracts and what happened to them fit together: one small business for each fault."""

from __future__ import annotations

import pytest

from backoffice.checks.contracts import contracts
from backoffice.checks.references import dangling
from backoffice.core.record import Record
from tests.agreed import YEARLY, contract, draft, event, sending, signature
from tests.made import books, made

PAPER = [{"role": "executed", "file": "deal.pdf"}]
KEPT = contract(documents=PAPER, ends="2026-12-31", renewal=YEARLY, notice={"initial": "3m"})
OUT = draft()
FILED = {"file": "deal.pdf"}
BOTH = (signature("Ada Example", "2026-02-03", **FILED), signature("Bo Beispiel", "2026-02-03"))
LINKED = [{"role": "executed", "file": "deal.pdf"}]


def found(*records: Record, files: tuple[str, ...] = ("contracts/deal.pdf",)) -> list[str]:
    return [
        f"{each.where.path.removeprefix('contracts/')}: {each.severity}: {each.message} [{each.code}]"
        for each in contracts(books(*records, files=files))
    ]


def test_nothing_is_wrong_where_everything_is_in_order() -> None:
    notice = event("notice", "2026-06-01", last_day="2026-12-31")
    out = draft("out")

    assert found() == found(KEPT, notice, out) == found(OUT, sending(OUT, "2026-02-02"), *BOTH) == []
    assert found(out, signature("Ada Example", "2026-02-03", "out", digest=out.digest())) == []


def test_two_ways_to_one_contract_are_no_circle() -> None:
    diamond = (
        draft("sow", part_of="msa", amends="terms"),
        draft("msa", supersedes="old"),
        draft("terms", part_of="old"),
        draft("old"),
    )

    assert found(*diamond) == []


@pytest.mark.parametrize(
    ("records", "says"),
    [
        (
            (contract(documents=LINKED, amends="deal"),),
            ["deal.md: error: links lead round in a circle: deal to deal [circular-links]"],
        ),
        (
            (
                contract("a", documents=LINKED, supersedes="b", part_of="d"),
                contract("b", documents=LINKED, part_of="c", amends="gone"),
                contract("c", documents=LINKED, cancels="a", amends="d"),
                contract("d", documents=LINKED, part_of="e"),
                contract("e", documents=LINKED),
            ),
            ["a.md: error: links lead round in a circle: a to b to c to a [circular-links]"],
        ),
        (
            (draft(owner="Ada", price={"amount": "1", "currency": "EUR"}), sending(OUT, "2026-02-02"),
             signature("Ada Example", "2026-02-03", digest=OUT.digest())),
            [("deal.md: error: deal is not what was sent on 2026-02-02, Ada Example signed on 2026-02-03 "
             "[changed-contract]")],
        ),
        (
            (contract(),),
            ["deal.md: warning: deal is signed, but the executed file is not here [no-executed-file]"],
        ),
        (
            (OUT, signature("Ada Example", "2026-02-03"), BOTH[1]),
            ["deal.md: warning: deal is signed, but the executed file is not here [no-executed-file]"],
        ),
        (
            (contract(documents=[*PAPER, {"role": "annex", "file": "annex.pdf"}]),
             event("termination", "2026-06-01", last_day="2026-06-30", reason="x", file="letter.pdf")),
            ["deal.md: error: contracts/annex.pdf is not there [missing-document]",
             "deal.terminated.yaml: error: contracts/letter.pdf is not there [missing-document]"],
        ),
        (
            (OUT, signature("Carl", "2026-02-03")),
            ["deal--carl.signature.yaml: error: Carl is not among the signatories of deal [unknown-signatory]"],
        ),
        (
            (KEPT, made("termination", "other", contract="deal", date="2026-06-01", last_day="2026-06-30", reason="x")),
            ["other.terminated.yaml: error: this should be named deal, not other [misnamed-event]"],
        ),
        (
            (KEPT, event("notice", "2026-06-01", last_day="2026-11-30")),
            ["deal--2026-06-01.notice.yaml: warning: it says 2026-11-30, but it follows 2026-12-31 [wrong-last-day]"],
        ),
        (
            (contract(documents=PAPER), event("notice", "2026-06-01", last_day="2026-11-30")),
            [("deal--2026-06-01.notice.yaml: warning: it says 2026-11-30, but deal has no clause on notice "
             "[wrong-last-day]")],
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found(records: tuple[Record, ...], says: list[str]) -> None:
    assert found(*records) == says


def test_a_circle_is_named_with_both_its_ends() -> None:
    round_about = (contract("a", supersedes="b"), contract("b", part_of="c"), contract("c", cancels="a"))
    (one,) = (each for each in contracts(books(*round_about)) if each.code == "circular-links")
    assert (one.about, one.hint) == (
        ("supersedes",),
        "take one of the links out; the last is cancels in contracts/c.md:1",
    )
    (own,) = (each for each in contracts(books(contract(amends="deal"))) if each.code == "circular-links")
    assert own.about == ("amends",)


def test_a_clause_that_is_not_there_is_named_with_its_place_in_the_template() -> None:
    uses = [{"clause": "liability"}, {"clause": "privacy"}, {"clause": "end"}]
    terms = made("contract-template", "msa", name="MSA", version="1", clauses=uses)
    (first, second) = dangling(
        books(terms, made("clause", "privacy", heading="Privacy"), made("clause", "ends", heading="End"))
    )
    assert str(first).endswith("error: clauses[1].clause: there is no clause liability [missing-record]")
    assert (first.hint, second.hint) == ("see backoffice clause list", "did you mean ends?")
