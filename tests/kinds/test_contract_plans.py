"""Sending, signing, declining; giving notice, extending, terminating: as plans, from facts."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from backoffice.core.change import AddFile, AddRecord, Plan
from backoffice.core.errors import BackofficeError
from backoffice.core.record import Record
from backoffice.kinds.contract.ending import give_notice, terminate, too_late_for
from backoffice.kinds.contract.facts import Facts, gather
from backoffice.kinds.contract.signing import Executed, decline, send, sign
from tests.agreed import YEARLY, contract, day, draft, event, seen, sending, signature
from tests.made import books

OUT = draft()
SENT = sending(OUT, "2026-02-02")
PDF = Executed(b"%PDF-1.4", ".pdf")
ON = day("2026-02-10")
LEASE = contract(effective="2026-01-01", term="12m", renewal=YEARLY, notice={"initial": "3m"})
OPTION = contract(effective="2026-01-01", term="12m", renewal={"mode": "option", "period": "12m"})


def facts(*records: Record) -> Facts:
    return gather(books(*records))["deal"]


def written(plan: Plan) -> dict[str, Any]:
    """Return what a plan writes: fields of records, content of files."""
    return {
        step.path: dict(step.fields) if isinstance(step, AddRecord) else step.content
        for step in plan.steps
        if isinstance(step, AddRecord | AddFile)
    }


def test_sending_freezes_the_terms() -> None:
    plan = send(facts(OUT), on=ON)

    assert plan.summary == "Send deal to Ada Example, Bo Beispiel"
    assert written(plan) == {
        "contracts/deal.sent.yaml": {
            "contract": "deal",
            "date": "2026-02-10",
            "to": ["Ada Example", "Bo Beispiel"],
            "digest": OUT.digest(),
        }
    }
    assert send(facts(OUT, SENT), on=ON) == Plan("deal went out already on 2026-02-02")


def test_the_digest_is_of_the_terms_and_the_text_only() -> None:
    plain = draft(obligations=[{"text": "Report", "due": "2026-05-01"}])

    done = draft(obligations=[{"text": "Report", "due": "2026-05-01", "done": ["2026-04-30"]}], owner="Ada", tags=["x"])
    later = draft(obligations=[{"text": "Report", "due": "2026-05-02"}])
    assert plain.digest() == done.digest() != later.digest()


def test_a_signature_keeps_what_proves_it_and_the_file_once() -> None:
    first = sign(facts(OUT, SENT), "ada", on=ON, method="ink", evidence="by post", executed=PDF)

    path = "contracts/deal--ada-example"
    assert first.summary == "Record that Ada Example signed deal on 2026-02-10"
    assert written(first) == {
        f"{path}.signature.yaml": {
            "contract": "deal",
            "signatory": "Ada Example",
            "date": "2026-02-10",
            "method": "ink",
            "evidence": "by post",
            "file": "deal--ada-example.pdf",
            "sha256": sha256(b"%PDF-1.4").hexdigest(),
            "digest": OUT.digest(),
        },
        f"{path}.pdf": b"%PDF-1.4",
    }
    known = signature("Ada Example", "2026-02-10", file="deal--ada-example.pdf", sha256=PDF.sha256)
    assert set(written(sign(facts(OUT, SENT, known), "Bo", on=ON, executed=PDF))) == {
        "contracts/deal--bo-beispiel.signature.yaml"
    }
    assert set(written(sign(facts(OUT), "bo beispiel", on=ON))) == {"contracts/deal--bo-beispiel.signature.yaml"}


def test_an_answer_is_recorded_once() -> None:
    no = decline(facts(OUT, SENT), "ada", on=ON, reason="too wide")

    assert written(no)["contracts/deal--ada-example.signature.yaml"]["answer"] == "declined"
    signed = facts(OUT, SENT, signature("Ada Example", "2026-02-03"))
    declined = facts(OUT, SENT, signature("Ada Example", "2026-02-03", answer="declined"))
    assert not sign(signed, "ada", on=ON)
    assert not decline(declined, "ada", on=ON, reason="again")


BOTH = (OUT, signature("Ada Example", "2026-02-03"), signature("Bo Beispiel", "2026-02-03"))


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: send(facts(contract()), on=ON), "deal has no signatories"),
        (lambda: send(facts(*BOTH), on=ON), "deal was signed on 2026-02-03"),
        (lambda: sign(facts(contract()), "ada", on=ON), "deal says itself that it was signed on 2015-01-01"),
        (lambda: sign(facts(OUT, SENT), "ada", on=day("2026-02-01")), "deal went out on 2026-02-02, after 2026-02-01"),
        (lambda: sign(facts(OUT), "e", on=ON), "'e' could be any of 2"),
        (lambda: sign(facts(OUT), "Carl", on=ON), "'Carl' does not sign deal"),
        (lambda: decline(facts(*BOTH), "Ada", on=ON, reason="x"), "Ada Example signed deal on 2026-02-03"),
        (
            lambda: sign(facts(OUT, signature("Ada Example", "2026-02-03", answer="declined")), "Ada", on=ON),
            "Ada Example declined deal on 2026-02-03",
        ),
        (lambda: give_notice(seen("2026-06-01", OUT)), "deal is draft; only what is signed can be ended"),
        (lambda: give_notice(seen("2026-06-01", contract())), "deal has no clause on notice"),
        (
            lambda: give_notice(seen("2026-12-01", contract(ends="2026-12-31", notice={"initial": "3m"}))),
            "notice does not end deal any earlier; it ends 2026-12-31",
        ),
        (lambda: give_notice(seen("2027-06-01", contract(ends="2026-12-31"))), "deal is ended already"),
        (
            lambda: give_notice(seen("2026-06-02", LEASE, event("notice", "2026-06-01", last_day="2026-12-31"))),
            "deal ends 2026-12-31 already: we gave notice on 2026-06-01",
        ),
        (lambda: give_notice(seen("2026-06-01", LEASE), effect="extend"), "deal has no option to extend it"),
        (
            lambda: give_notice(
                seen("2026-12-01", contract(ends="2026-12-31", renewal={"mode": "option", "period": "1y"},
                                            notice={"initial": "3m"})), effect="extend"),
            "deal can no longer be extended; it ends 2026-12-31",
        ),
        (
            lambda: terminate(seen("2026-06-01", LEASE), last=day("2025-12-31"), reason="x"),
            "deal starts on 2026-01-01, after 2025-12-31",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(ask: Callable[[], Plan], message: str) -> None:
    with pytest.raises(BackofficeError) as refused:
        ask()
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("on", "last_day", "late"),
    [
        ("2026-09-30", "2026-12-31", None),
        ("2026-10-01", "2027-12-31", ("2026-12-31", "2026-09-30", "2026-09-30")),
    ],
)
def test_notice_says_which_term_it_ends(on: str, last_day: str, late: tuple[str, str, str] | None) -> None:
    stands = seen(on, LEASE)
    plan = give_notice(stands, method="letter")

    missed = f", too late for {late[0]}" if late else ""
    assert plan.summary == f"Notice on deal of {on} ends it on {last_day}{missed}"
    assert written(plan) == {
        f"contracts/deal--{on}.notice.yaml": {
            "contract": "deal",
            "date": on,
            "last_day": last_day,
            "method": "letter",
        }
    }
    told = too_late_for(stands)
    assert (told and tuple(map(str, told))) == late


def test_two_ways_of_counting_months_are_told() -> None:
    hosting = contract(effective="2025-12-01", term="24m", renewal=YEARLY, notice={"initial": "3m"})

    missed = too_late_for(seen("2027-08-31", hosting))
    assert missed is not None
    assert tuple(map(str, missed)) == ("2027-11-30", "2027-08-30", "2027-08-31")
    assert too_late_for(seen("2027-08-31", contract(notice={"initial": "1m"}))) is None
    assert too_late_for(seen("2030-08-31", contract(ends="2026-12-31"))) is None
    assert too_late_for(seen("2026-12-31", draft(ends="2026-12-31"))) is None


def test_an_option_is_taken_up() -> None:
    plan = give_notice(seen("2026-12-31", OPTION), effect="extend", by="them")

    assert plan.summary == "Notice on deal of 2026-12-31 extends it to 2027-12-31"
    again = event("notice", "2026-12-31", effect="extend", last_day="2027-12-31")
    assert not give_notice(seen("2026-12-31", OPTION, again), effect="extend")


def test_a_termination_needs_no_clause() -> None:
    plan = terminate(seen("2026-06-01", LEASE), last=day("2026-06-30"), reason="by agreement")

    assert written(plan)["contracts/deal.terminated.yaml"] == {
        "contract": "deal",
        "date": "2026-06-01",
        "last_day": "2026-06-30",
        "reason": "by agreement",
    }
    gone = event("termination", "2026-06-01", last_day="2026-06-30", reason="by agreement")
    assert not terminate(seen("2026-06-02", LEASE, gone), last=day("2026-07-31"), reason="again")


def test_events_have_titles_that_say_what_happened() -> None:
    notice = event("notice", "2026-06-01", last_day="2026-12-31")
    longer = event("notice", "2026-06-01", last_day="2026-12-31", effect="extend")
    ended = event("termination", "2026-06-01", last_day="2026-06-30", reason="flood")

    titles = [each.title for each in (SENT, BOTH[1], notice, longer, ended, LEASE)]
    assert titles == [
        "deal sent to Ada Example, Bo Beispiel",
        "deal signed by Ada Example",
        "deal ends on 2026-12-31",
        "deal is extended to 2026-12-31",
        "deal ends on 2026-06-30: flood",
        "Deal (acme)",
    ]
    assert [str(each.dated) for each in (SENT, BOTH[1], notice, ended)] == [
        "2026-02-02",
        "2026-02-03",
        "2026-06-01",
        "2026-06-01",
    ]
