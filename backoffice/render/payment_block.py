"""How to pay: a sentence, the account, and the payment code, as every letter that asks for money shows them."""

from __future__ import annotations

from backoffice.core.money import Money
from backoffice.core.party import Party
from backoffice.render.epc import transfer_code
from backoffice.render.letter_page import Fact, grouped
from backoffice.render.localise import Wording
from backoffice.render.sales_parts import Payment


def payment_block(wording: Wording, seller: Party, amount: Money, sentence: str, *, purpose: str) -> Payment:
    """Return how to pay ``amount`` to ``seller``, quoting ``purpose``; empty: it is not to be paid yet, so no code."""
    say, bank, payable = wording.say, seller.bank, amount.amount > 0
    holder = (bank.holder if bank else "") or seller.name
    facts = (
        ("holder", holder if bank else ""),
        ("iban", grouped(bank.iban) if bank and bank.iban else ""),
        ("account", bank.number if bank else ""),
        (
            "bic" if bank and bank.bic else "bank",
            " · ".join(filter(None, (bank.bic, bank.bank))) if bank else "",
        ),
        ("purpose", purpose if bank else ""),
    )
    hidden = not purpose or not payable or bank is None
    return Payment(
        title=say("pay_title"),
        sentence=sentence if payable else say("nothing_to_pay"),
        account=tuple(Fact(label=say(word), text=text) for word, text in facts if text and payable),
        code="" if hidden or bank is None else transfer_code(holder, bank, amount, purpose),
        scan=say("scan"),
    )
