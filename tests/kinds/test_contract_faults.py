"""Contracts that cannot be: each is told at the field that says so."""

from __future__ import annotations

import pytest

from backoffice.core.schema import read
from backoffice.formats import frontmatter
from backoffice.kinds.contract.agreement import Contract

HEAD = "---\nname: Deal\ntype: service\nside: provider\n"
SOUND = "client: acme\neffective: 2026-01-01\nterm: 12m\nrenewal: {mode: auto, period: 12m}\nnotice: {initial: 3m}\n"


def told(fields: str) -> list[str]:
    reading = frontmatter.read("contracts/deal.md", f"{HEAD}{fields}---\n".encode())
    assert reading.diagnostics == ()
    _, found = read(Contract, "deal", reading.documents[0])
    return [str(each).removeprefix("contracts/deal.md:") for each in found]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (SOUND, []),
        ("effective: 2026-01-01\n", ["1: error: nobody is named whom it is with [no-party]"]),
        ("client: acme\nterm: 12m\n", ["6:7: error: a term without a start [impossible-term]"]),
        (
            "client: acme\neffective: 2026-01-01\nterm: 0d\n",
            ["7:7: error: a term of no length [impossible-term]"],
        ),
        (
            "client: acme\neffective: 2026-01-01\nterm: 12m\nends: 2025-12-31\n",
            [
                "8:7: error: both a term and a last day [impossible-term]",
                "8:7: error: it ends before it starts on 2026-01-01 [impossible-term]",
            ],
        ),
        (
            SOUND.replace(", period: 12m", ""),
            ["8:10: error: a renewal without a period [impossible-term]"],
        ),
        (
            SOUND.replace("period: 12m", "period: 0m, max: 0"),
            [
                "8:31: error: a renewal of no length [impossible-term]",
                "8:40: error: a renewal that can happen less than once [impossible-term]",
            ],
        ),
        (
            SOUND.replace("term: 12m\n", ""),
            ["7:10: error: a renewal without a term [impossible-term]"],
        ),
        (
            SOUND.replace("auto", "none"),
            ["8:10: error: a period, though the mode is none [impossible-term]"],
        ),
        (
            SOUND.replace("3m", "12m"),
            ["9:19: error: notice of 1y would be due before it starts on 2026-01-01 [impossible-notice]"],
        ),
        (
            "client: acme\neffective: 2026-01-01\nnotice: {initial: 3m, at: term-end}\n",
            ["7:9: error: notice to the end of a term, but it has none [impossible-notice]"],
        ),
        (
            "client: acme\nobligations:\n- text: Report\n  every: month\n- text: Pay\n",
            [
                "7:3: error: nothing says when: Report [obligation-without-day]",
                "9:3: error: nothing says when: Pay [obligation-without-day]",
            ],
        ),
        (
            "client: acme\nsignatories: [{name: Zoë Weiß}, {name: ZOE WEISS}, {name: 森田}]\n",
            ["6:33: error: ZOE WEISS is among the signatories twice [same-signatory-twice]"],
        ),
        (
            "client: acme\nnotice: {initial: soon}\n",
            ["6:19: error: notice.initial should be a duration such as 30d, 2w, 6m or 1y [bad-value]"],
        ),
    ],
)
def test_impossible_contracts(fields: str, says: list[str]) -> None:
    assert told(fields) == says
