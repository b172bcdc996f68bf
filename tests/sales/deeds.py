"""What happens to sales, as commands: states that an invoice can be in, and all that can be done to it there.

A deed is the words of a command, or an edit of a file, and what it is to do to the accounts, worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from backoffice.core.named import NamedTuple
from tests.cli.desk import SETTINGS

Effect = Mapping[str, str]
"""Account to what is added to it, in EUR."""

DESK = SETTINGS.replace(
    "  standard:", "  reduced: {category: S, rates: [{since: 2007-01-01, rate: 7}]}\n  standard:"
) + (
    "dunning:\n"
    "  levels:\n"
    "    - {after: 7d}\n"
    "    - {after: 14d, gap: 1d, fee: 5.00}\n"
    "    - {after: 21d, gap: 1d, fee: 10.00}\n"
)
FILES: Mapping[str, str] = {
    "backoffice.yaml": DESK,
    "clients/acme.md": "---\nname: Acme GmbH\naddress: {city: Hamburg, country: DE}\nterms: 14d\n---\n",
    "projects/site.md": "---\nname: Site\nclient: acme\nrates: [{price: 100}]\n---\n",
    "invoices/drafts/site.md": (
        "---\nclient: acme\nlines:\n  - {text: Design, price: 800}\n  - {text: Book, price: 200, tax: reduced}\n---\n"
    ),
    "invoices/drafts/logo.md": "---\nclient: acme\nlines:\n  - {text: Logo, price: 100}\n---\n",
    "invoices/drafts/half.md": "---\nclient: acme\ntype: deposit\nlines:\n  - {text: In advance, price: 400}\n---\n",
    "time/ada/2026-10.yaml": "- {date: 2026-10-05, time: 09:00-11:00, project: site, text: Menu}\n",
    "payments/2026/2026-10-02-rich.yaml": "date: 2026-10-02\nclient: acme\namount: 100.00\ncurrency: EUR\n",
    "expenses/2026/2026-10-06-fonts.md": (
        "---\ndate: 2026-10-06\nsupplier: Type\ncategory: software\namount: 50.00\ncurrency: EUR\n"
        "client: acme\nrebill: yes\n---\n"
    ),
    "schedules/care.md": (
        "---\nclient: acme\nevery: month\nstart: 2026-11-01\nlines:\n  - {text: Care, price: 50}\n---\n"
    ),
}
"""INV-2026-0001 will be 952.00 and 214.00: 1166.00."""


END = "---\nclient: acme\ndeposits: [INV-2026-0001]\nlines:\n  - {text: All, price: 1000}\n---\n"
"""The final invoice of a deposit."""


class Deed(NamedTuple):
    """Something that is done: the words of a command, or ``edit``: a file, what to replace in it and by what."""

    words: str = ""
    effect: Effect = MappingProxyType({})
    edit: tuple[str, str, str] = ("", "", "")


class State(NamedTuple):
    """What was done before, and what can be done now."""

    before: tuple[str, ...]
    deeds: Mapping[str, Deed]
    files: Mapping[str, str] = MappingProxyType({})


def moved(amount: str, to: str, of: str) -> Effect:
    """Return a debit of one account and a credit of another."""
    return {to: amount, of: str(-Decimal(amount))}


BANK, OWED, CREDIT, LOSS = "assets:bank", "assets:receivable", "liabilities:client-credit", "expenses:bad-debt"
VAT, DEPOSITS, LATE, WITHHELD = (
    "liabilities:vat:output",
    "liabilities:deposits",
    "income:late-charges",
    "assets:withheld-tax",
)
WORK = "income:services"
INVOICE = "invoices/2026/INV-2026-0001.md"
ISSUE = "invoice issue {} --no-pdf --on 2026-10-01"
WHOLE = {OWED: "-1166", WORK: "1000", VAT: "166"}
BOOK = {OWED: "-214", WORK: "200", VAT: "14"}
A_BIT = {OWED: "-119", WORK: "100", VAT: "19"}
CARE = {OWED: "59.50", WORK: "-50", VAT: "-9.50"}
ISSUED = ISSUE.format("site")

OFFER = {"quotes/drafts/offer.md": "---\nclient: acme\nlines:\n  - {text: Design, price: 1000}\n---\n"}
QUOTED = "quote send offer --no-pdf --on 2026-11-02"

ALWAYS: dict[str, Deed] = {
    "another is issued": Deed("invoice issue logo --no-pdf", {OWED: "119", WORK: "-100", VAT: "-19"}),
    "another is issued earlier": Deed(
        "invoice issue logo --no-pdf --on 2026-11-01", {OWED: "119", WORK: "-100", VAT: "-19"}
    ),
    "a deposit is issued": Deed("invoice issue half --no-pdf", {OWED: "476", DEPOSITS: "-400", VAT: "-76"}),
    "a note": Deed(edit=(INVOICE, "\n---\n", "\n---\nAda called.\n")),
    "another note": Deed(edit=(INVOICE, "\n---\n", "\n---\nThey moved.\n")),
    "new terms of the client": Deed(edit=("clients/acme.md", "14d", "30d")),
    "a new address": Deed(edit=("clients/acme.md", "Hamburg", "Berlin")),
    "dispute": Deed("invoice dispute INV-2026-0001 --reason crooked"),
    "promise": Deed("invoice promise INV-2026-0001 2026-11-30"),
}
OPEN: dict[str, Deed] = {
    "pay": Deed("invoice pay INV-2026-0001", moved("1166", BANK, OWED)),
    "pay yesterday": Deed("invoice pay INV-2026-0001 --on 2026-11-20", moved("1166", BANK, OWED)),
    "pay a part": Deed("invoice pay INV-2026-0001 500", moved("500", BANK, OWED)),
    "pay another part": Deed("invoice pay INV-2026-0001 400 --on 2026-11-19", moved("400", BANK, OWED)),
    "pay in cash": Deed("invoice pay INV-2026-0001 900 --account cash", moved("900", "assets:cash", OWED)),
    "pay less tax withheld": Deed(
        "invoice pay INV-2026-0001 --withheld 100", {BANK: "1066", WITHHELD: "100", OWED: "-1166"}
    ),
    "use credit": Deed("invoice pay INV-2026-0001 --from-credit", moved("100", CREDIT, OWED)),
    "pay credit back": Deed("client refund acme", moved("100", CREDIT, BANK)),
    "credit all": Deed("invoice credit INV-2026-0001 --full --reason undone --no-pdf", WHOLE),
    "credit a line": Deed("invoice credit INV-2026-0001 --line 2 --reason lost --no-pdf", BOOK),
    "credit a part of a line": Deed("invoice credit INV-2026-0001 --line 1=100 --reason less --no-pdf", A_BIT),
    "void": Deed("invoice void INV-2026-0001 --reason wrong", WHOLE),
    "write off": Deed("invoice write-off INV-2026-0001 --reason insolvent", moved("1166", LOSS, OWED)),
    "write off yesterday": Deed(
        "invoice write-off INV-2026-0001 --reason insolvent --on 2026-11-20", moved("1166", LOSS, OWED)
    ),
    "remind": Deed("invoice remind --bank-as-of 2026-11-20 --no-pdf"),
}
STATES: Mapping[str, State] = {
    "open": State((ISSUED,), ALWAYS | OPEN),
    "paid": State(
        (ISSUED, "invoice pay INV-2026-0001 --on 2026-10-10"),
        {
            "credit all": OPEN["credit all"],
            "credit a line": OPEN["credit a line"],
            "credit a part of a line": OPEN["credit a part of a line"],
            "pay again": Deed("invoice pay INV-2026-0001 50", moved("50", BANK, CREDIT)),
            "a note": ALWAYS["a note"],
        },
    ),
    "paid and credited": State(
        (
            ISSUED,
            "invoice pay INV-2026-0001 --on 2026-10-10",
            "invoice credit INV-2026-0001 --line 2 --reason lost --no-pdf --on 2026-10-11",
        ),
        {
            "refund": Deed("invoice refund INV-2026-0001", moved("214", OWED, BANK)),
            "refund a part": Deed("invoice refund INV-2026-0001 100", moved("100", OWED, BANK)),
            "keep as credit": Deed("invoice refund INV-2026-0001 --to-credit", moved("214", OWED, CREDIT)),
            "credit more": OPEN["credit a part of a line"],
            "pay credit back": OPEN["pay credit back"],
        },
    ),
    "written off": State(
        (ISSUED, "invoice write-off INV-2026-0001 --reason insolvent --on 2026-10-20"),
        {
            "recover": Deed("invoice pay INV-2026-0001", moved("1166", BANK, LOSS)),
            "recover a part": Deed("invoice pay INV-2026-0001 200", moved("200", BANK, LOSS)),
            "recover another day": Deed("invoice pay INV-2026-0001 1000 --on 2026-11-01", moved("1000", BANK, LOSS)),
            "a note": ALWAYS["a note"],
        },
    ),
    "disputed": State(
        (ISSUED, "invoice dispute INV-2026-0001 --reason crooked --on 2026-10-20"),
        {
            "settle": Deed("invoice dispute INV-2026-0001 --settled replaced"),
            "settle otherwise": Deed("invoice dispute INV-2026-0001 --settled discounted"),
            "pay": OPEN["pay"],
            "credit a line": OPEN["credit a line"],
            "void": OPEN["void"],
        },
    ),
    "reminded": State(
        (
            ISSUED,
            "invoice remind --bank-as-of 2026-10-25 --no-pdf --on 2026-10-25",
            "invoice remind --bank-as-of 2026-11-01 --no-pdf --on 2026-11-01",
        ),
        {
            "pay": OPEN["pay"],
            "pay with charges": Deed(
                "invoice pay INV-2026-0001 --charges 5", {BANK: "1171", OWED: "-1166", LATE: "-5"}
            ),
            "pay charges": Deed("invoice pay INV-2026-0001 5 --charges 5", moved("5", BANK, LATE)),
            "remind": OPEN["remind"],
            "void": OPEN["void"],
            "credit all": OPEN["credit all"],
            "dispute": ALWAYS["dispute"],
        },
    ),
    "deposit": State(
        (ISSUE.format("half"), "invoice issue logo --no-pdf --on 2026-10-02"),
        {
            "pay": Deed("invoice pay INV-2026-0001", moved("476", BANK, OWED)),
            "credit": Deed(
                "invoice credit INV-2026-0001 --full --reason off --no-pdf", {OWED: "-476", DEPOSITS: "400", VAT: "76"}
            ),
            "void": Deed("invoice void INV-2026-0001 --reason off", {OWED: "-476", DEPOSITS: "400", VAT: "76"}),
            "write off": Deed("invoice write-off INV-2026-0001 --reason gone", moved("476", LOSS, OWED)),
        },
    ),
    "deposit paid": State(
        (ISSUE.format("half"), "invoice pay INV-2026-0001 --on 2026-10-05"),
        {
            "final": Deed("invoice issue end --no-pdf", {OWED: "714", DEPOSITS: "400", WORK: "-1000", VAT: "-114"}),
            "credit": Deed(
                "invoice credit INV-2026-0001 --full --reason off --no-pdf", {OWED: "-476", DEPOSITS: "400", VAT: "76"}
            ),
            "credit half": Deed(
                "invoice credit INV-2026-0001 --line 1=200 --reason less --no-pdf",
                {OWED: "-238", DEPOSITS: "200", VAT: "38"},
            ),
        },
        {"invoices/drafts/end.md": END},
    ),
    "unbilled": State(
        (),
        {
            "bill time": Deed("invoice draft --from-time acme --period 2026-10"),
            "bill expenses": Deed("invoice draft --from-expenses acme"),
            "bill both": Deed("invoice draft --from-time acme --from-expenses acme --period 2026-10"),
            "bill by day": Deed("invoice draft --from-time acme --period 2026-10 --by day"),
            "less time": Deed(edit=("time/ada/2026-10.yaml", "11:00", "10:00")),
            "no time": Deed(edit=("time/ada/2026-10.yaml", "09:00-11:00", "10:00-12:00")),
            "run schedules": Deed("schedule run"),
            "run schedules and issue": Deed("schedule run; invoice issue care-2026-11 --no-pdf", CARE),
            "a new price": Deed(edit=("schedules/care.md", "price: 50", "price: 60")),
        },
    ),
    "drafted": State(
        ("schedule run", "invoice draft --from-time acme --period 2026-10"),
        {
            "issue time": Deed("invoice issue acme-time-2026-10 --no-pdf", {OWED: "238", WORK: "-200", VAT: "-38"}),
            "bill in another draft": Deed(
                edit=("invoices/drafts/logo.md", "price: 100", "price: 100, time: {ada-2026-10-05-0900: 1h}")
            ),
            "less time": Deed(edit=("time/ada/2026-10.yaml", "11:00", "10:00")),
            "no time": Deed(edit=("time/ada/2026-10.yaml", "09:00-11:00", "10:00-12:00")),
            "issue a period": Deed("invoice issue care-2026-11 --no-pdf", CARE),
            "change a period": Deed(edit=("invoices/drafts/care-2026-11.md", "50", "55")),
        },
    ),
    "quoted": State(
        (QUOTED,),
        {
            "accept": Deed("quote accept Q-2026-0001"),
            "accept yesterday": Deed("quote accept Q-2026-0001 --on 2026-11-20"),
            "decline": Deed("quote decline Q-2026-0001"),
            "another is issued": ALWAYS["another is issued"],
        },
        OFFER,
    ),
    "accepted": State(
        (QUOTED, "quote accept Q-2026-0001 --on 2026-11-03"),
        {
            "ask for a deposit": Deed("quote bill Q-2026-0001 --deposit 30"),
            "bill a part": Deed("quote bill Q-2026-0001 --progress 40%"),
            "bill more": Deed("quote bill Q-2026-0001 --progress 70%"),
            "bill all": Deed("quote bill Q-2026-0001 --final"),
            "bill all and issue": Deed(
                "quote bill Q-2026-0001 --final; invoice issue Q-2026-0001-final --no-pdf",
                {OWED: "1190", WORK: "-1000", VAT: "-190"},
            ),
            "bill a part and issue": Deed(
                "quote bill Q-2026-0001 --progress 40%; invoice issue Q-2026-0001-progress-40 --no-pdf",
                {OWED: "476", WORK: "-400", VAT: "-76"},
            ),
        },
        OFFER,
    ),
}
