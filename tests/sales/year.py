"""A year of a made-up agency, and a second set of books beside it, kept by hand.

    year = Year(seed=1)
    year.books()       # the records, made by the code that makes real ones
    year.posts         # what each should do to which account, worked out from the raw facts alone

10 clients, 120 invoices (a schedule, deposits and final invoices among them) in EUR, USD and JPY, 40 part payments,
12 credit notes; discounts, voids, bad debts, one of them recovered, refunds, credit used, tax withheld, late charges,
payments in another currency, and what it all cost.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from backoffice.automation.recurring import due
from backoffice.core.money import Money
from backoffice.kinds.client import Client
from backoffice.kinds.crediting import credited
from backoffice.kinds.quote.offer import Quote
from backoffice.kinds.quote.sending import sent
from backoffice.kinds.recovering import recover, use_credit
from backoffice.kinds.refund import refund, repay
from backoffice.kinds.void import void
from backoffice.kinds.write_off import WriteOff, write_off
from tests import made
from tests.sales.handkept import DOLLAR, RATE, WHO, YEAR, HandKept, Post, Sold, rounded

FATES = (
    ["parts"] * 18
    + ["part, then lost"] * 3
    + ["part, then lost, then found"]
    + ["credited"] * 4
    + ["a line credited"] * 4
    + ["a part credited"] * 2
    + ["paid, credited, refunded", "paid, credited, kept"]
    + ["void"] * 3
    + ["too much"] * 4
    + ["from credit"] * 3
    + ["early"] * 6
    + ["withheld"] * 4
    + ["late"] * 4
    + ["fee"] * 4
    + ["converted"] * 4
    + ["open"] * 10
    + ["tax included"] * 6
    + ["paid"] * 14
)
"""What becomes of 96 invoices; 12 more are of a schedule, 12 are deposits and final invoices."""
IN_EURO = {"early", "withheld", "late", "too much", "from credit"}
PLAIN = {"credited", "a line credited", "a part credited", "paid, credited, refunded", "paid, credited, kept", "early"}
"""Without discount on the whole: a line has a price of its own, and all tax is of one rate."""
LAST = dt.date(YEAR, 12, 31)
NONE = Decimal(0)


class Year(HandKept):
    """All of it, in order of the invoices' days."""

    def __init__(self, seed: int) -> None:
        """Sell, and let happen to each invoice what its fate is."""
        super().__init__(seed)
        self.credits: list[str] = []
        self.waiting: dict[str, Decimal] = {}
        self.costs: dict[str, Decimal] = {}
        self.offered: dict[str, Decimal] = {}
        self.agreed: dict[str, Decimal] = {}
        fates = list(FATES)
        self.chance.shuffle(fates)
        jobs: list[tuple[dt.date, str]] = [(self.days(0, 340, dt.date(YEAR, 1, 1)), fate) for fate in fates]
        jobs += [(dt.date(YEAR, month, 28), "schedule") for month in range(1, 13)]
        for n in range(6):
            day = self.days(0, 280, dt.date(YEAR, 1, 1))
            jobs += [(day, f"deposit {n}"), (day + dt.timedelta(days=45), f"final {n}")]
        self.deposits: dict[str, Sold] = {}
        for count, (day, fate) in enumerate(sorted(jobs), start=1):
            self.happen(f"INV-{YEAR}-{count:04}", day, fate)
        for n in range(60):
            self.spend(n)
        for n in range(1, 9):
            self.offer(n)
        self.work()

    def happen(self, number: str, day: dt.date, fate: str) -> None:
        if fate == "schedule":
            self.pay(self.scheduled(number, day))
        elif fate.startswith(("deposit", "final")):
            self.pay(self.in_two(number, day, *fate.split()))
        elif fate == "tax included":
            self.pay(self.included(number, day))
        else:
            client = self.chance.choice(["c7", "c8"] if fate == "converted" else _euro(fate))
            getattr(self, "_" + fate.replace(",", "").replace(" ", "_"))(self.job(number, day, client, fate))

    # ── What is sold ────────────────────────────────────────────────────────────────────────

    def job(self, number: str, day: dt.date, client: str, fate: str) -> Sold:
        """Issue an invoice of one to three lines, some with discounts."""
        _, currency, code, days = WHO[client]
        lines: list[dict[str, Any]] = []
        sums: list[tuple[Decimal, str, str]] = []
        for _ in range(self.chance.choice([1, 2, 3])):
            quantity = Decimal(self.chance.randint(4, 60)) / 4
            price = Decimal(self.chance.randint(3000, 20000)) / (1 if currency == "JPY" else 100)
            other = code == "standard" and fate not in PLAIN and self.chance.random() < 0.2
            income, tax = ("print", "reduced") if other else (self.chance.choice(["services", "licences"]), code)
            line: dict[str, Any] = {"text": "Work", "quantity": str(quantity), "price": str(price), "income": income}
            whole = rounded(quantity * price, currency)
            if self.chance.random() < 0.2:
                line["allowances"] = [{"reason": "Friends", "percent": "2.5"}]
                whole -= rounded(whole * Decimal("0.025"), currency)
            lines.append(line | ({"tax": tax} if tax != code else {}))
            sums.append((whole, tax, income))
        less, fields = NONE, dict[str, Any]()
        if len({tax for _, tax, _ in sums}) == 1 and fate not in PLAIN and self.chance.random() < 0.2:
            less = rounded(sum((net for net, *_ in sums), start=NONE) * Decimal("0.1"), currency)
            fields = {"allowances": [{"reason": "Spring", "percent": "10"}]}
        early: dict[str, Any] = {"cash_discount": {"percent": "2"}} if fate == "early" else {}
        project = self.chance.choice(["", f"p-{client}"])
        draft = made.draft(
            f"job-{number[-4:]}", client, lines=lines, **fields, **early, **({"project": project} if project else {})
        )
        sold = Sold(number, day, day + dt.timedelta(days=days), client, project, currency, tuple(sums), less)
        return self.issue(draft, sold)

    def included(self, number: str, day: dt.date) -> Sold:
        """Issue an invoice at a price that includes tax, which is taken out of it once."""
        price = Decimal(self.chance.randint(1000, 99999)) / 100
        tax = rounded(price * 19 / 119, "EUR")
        lines = ((price - tax, "standard", "services"),)
        draft = made.draft(f"job-{number[-4:]}", "c2", prices="gross", lines=[{"text": "Course", "price": str(price)}])
        sold = Sold(number, day, day + dt.timedelta(days=WHO["c2"][3]), "c2", "", "EUR", lines, gross=price)
        return self.issue(draft, sold)

    def scheduled(self, number: str, day: dt.date) -> Sold:
        """Issue what the schedule bills that month: 400.00, and 450.00 from July."""
        if day.month == 1:
            prices = [{"text": "Care", "price": "400", "steps": [{"since": f"{YEAR}-07-01", "price": "450"}]}]
            self.records.append(made.made("schedule", "care", client="c0", every="month", start=str(day), lines=prices))
        (each,) = due(self.books(), until=day)
        net = Decimal(400 if day.month < 7 else 450)
        lines = ((net, "standard", "services"),)
        return self.issue(each.draft, Sold(number, day, day + dt.timedelta(days=7), "c0", "", "EUR", lines))

    def in_two(self, number: str, day: dt.date, which: str, n: str) -> Sold:
        """Issue a deposit invoice of 500.00, or the final invoice of 1300.00 that deducts it."""
        client = "c1" if int(n) % 2 else "c6"
        code, days = WHO[client][2], WHO[client][3]
        end = day + dt.timedelta(days=days)
        if which == "deposit":
            draft = made.draft(f"in-advance-{n}", client, "500.00", type="deposit")
            lines = ((Decimal(500), code, "services"),)
            self.deposits[n] = self.issue(draft, Sold(number, day, end, client, "", "EUR", lines, deposit=True))
            return self.deposits[n]
        before = self.deposits[n].number
        draft = made.draft(f"rest-{n}", client, "1300.00", deposits=[before])
        lines = ((Decimal(1300), code, "services"),)
        return self.issue(draft, Sold(number, day, end, client, "", "EUR", lines, deducts=before))

    # ── What happens to it ──────────────────────────────────────────────────────────────────

    def pay(self, sold: Sold, part: Decimal | None = None, on: dt.date | None = None, **more: Decimal) -> dt.date:
        """Pay what is open, or a part of it, less or more what ``more`` says."""
        remaining, day = self.open[sold.number], on or self.days(1, 25, sold.day)
        beside = more.get("charges", NONE) - more.get("withheld", NONE)
        amount = remaining + beside if part is None else part
        settles = min(amount - beside, remaining)
        given: dict[str, Any] = {"amount": amount, **more} if part is not None or more else {}
        plan = made.pay(self.invoices[sold.number], Money.of(remaining, sold.currency), on=day, **given)
        self.keep(plan)
        self.post(
            day,
            sold,
            "payment",
            {
                "bank": amount,
                "withheld": more.get("withheld", NONE),
                "late": -more.get("charges", NONE),
                "receivable": -settles,
                "credit": -(amount - beside - settles),
            },
        )
        return day

    def standing(self, sold: Sold) -> dict[tuple[str, ...], tuple[Money, ...]]:
        """Return what is open as commands are told it, by what brought it about."""
        found: dict[tuple[str, ...], tuple[Money, ...]] = {}
        for each in self.posts:
            if each.document == sold.number and each.account == "assets:receivable":
                amount = Money.of(each.amount, each.currency)
                found[each.source,] = (*found.get((each.source,), ()), amount)
        return found

    def credit(self, sold: Sold, on: dt.date, part: dict[int, Decimal | None] | None) -> Decimal:
        """Credit all, a line or a part of one; return what is taken back."""
        self.notes += 1
        number = f"CN-{YEAR}-{self.notes:04}"
        note = credited(
            self.invoices[sold.number],
            self.standing(sold),
            (),
            on=on,
            reason="mistake",
            number=number,
            part=part,
            previous=self.previous.get("credit-note"),
        )
        self.previous["credit-note"] = note.digest
        self.records.append(made.moved(note, f"credit-notes/{YEAR}/{number}.md"))
        lines = sold.lines
        if part:
            ((position, amount),) = part.items()
            net, code, income = sold.lines[position - 1]
            lines = ((net if amount is None else amount, code, income),)
        return self.sell(sold, on, "credit-note", lines, NONE if part else sold.less, sign=-1)

    def _paid(self, sold: Sold) -> None:
        self.pay(sold)

    def _open(self, sold: Sold) -> None:
        assert self.open[sold.number] > 0

    def _parts(self, sold: Sold) -> None:
        first = rounded(self.open[sold.number] / 3, sold.currency)
        day = self.pay(sold, first)
        self.pay(sold, self.open[sold.number], on=self.days(5, 30, day))

    def _part_then_lost(self, sold: Sold) -> WriteOff:
        day = self.pay(sold, rounded(self.open[sold.number] / 4, sold.currency))
        remaining, on = self.open[sold.number], self.days(20, 60, day)
        loss = self.keep(write_off(self.invoices[sold.number], self.standing(sold), on=on, reason="insolvent"))
        self.post(on, sold, "write-off", {"lost": remaining, "receivable": -remaining})
        assert isinstance(loss, WriteOff)
        return loss

    def _part_then_lost_then_found(self, sold: Sold) -> None:
        loss = self._part_then_lost(sold)
        came, on = rounded(loss.amount / 2, sold.currency), self.days(1, 20, loss.date)
        nothing = Money.of(0, sold.currency)
        self.keep(recover(self.invoices[sold.number], loss, nothing, on=on, amount=came))
        self.post(on, sold, "payment", {"bank": came, "lost": -came})

    def _credited(self, sold: Sold) -> None:
        self.credit(sold, self.days(3, 30, sold.day), None)

    def _a_line_credited(self, sold: Sold) -> None:
        on = self.days(1, 9, sold.day)
        self.credit(sold, on, {len(sold.lines): None})
        if self.open[sold.number]:
            self.pay(sold, on=self.days(1, 20, on))

    def _a_part_credited(self, sold: Sold) -> None:
        on = self.days(1, 9, sold.day)
        self.credit(sold, on, {1: rounded(sold.lines[0][0] * Decimal("0.37"), sold.currency)})
        self.pay(sold, on=self.days(1, 20, on))

    def _paid_credited_refunded(self, sold: Sold) -> None:
        on = self.days(1, 9, self.pay(sold))
        over = self.credit(sold, on, {1: None})
        self.keep(refund(self.invoices[sold.number], Money.of(-over, sold.currency), on=on))
        self.post(on, sold, "refund", {"receivable": over, "bank": -over})

    def _paid_credited_kept(self, sold: Sold) -> None:
        on = self.days(1, 9, self.pay(sold))
        over = self.credit(sold, on, {1: None})
        plan = refund(self.invoices[sold.number], Money.of(-over, sold.currency), on=on, account="client_credit")
        self.keep(plan)
        self.post(on, sold, "refund", {"receivable": over, "credit": -over})

    def _void(self, sold: Sold) -> None:
        on = self.days(0, 9, sold.day)
        self.keep(void(self.invoices[sold.number], self.standing(sold), on=on, reason="wrong client"))
        self.sell(sold, on, "void", sold.lines, sold.less, sign=-1)

    def _too_much(self, sold: Sold) -> None:
        """Overpay by 50.00; every other time it is paid back."""
        day = self.pay(sold, self.open[sold.number] + 50)
        self.credits.append(sold.client)
        if len(self.credits) % 2:
            on = self.days(1, 9, day)
            self.keep(repay(sold.client, Money.of(50, sold.currency), on=on))
            self.post(on, sold, "refund", {"credit": Decimal(50), "bank": Decimal(-50)})

    def _from_credit(self, sold: Sold) -> None:
        """Pay 20.00 in advance, use it, and pay the rest."""
        facts = {"date": str(sold.day), "client": sold.client, "amount": "20.00", "currency": sold.currency}
        self.records.append(made.made("payment", f"{sold.day}-{sold.number}", **facts))
        self.post(sold.day, sold, "payment", {"bank": Decimal(20), "credit": Decimal(-20)})
        on, credit = self.days(1, 9, sold.day), Money.of(20, sold.currency)
        self.keep(use_credit(self.invoices[sold.number], Money.of(self.open[sold.number], "EUR"), credit, on=on))
        self.post(on, sold, "payment", {"credit": Decimal(20), "receivable": Decimal(-20)})
        self.pay(sold)

    def _early(self, sold: Sold) -> None:
        """Pay 2 % less in time; the tax in it is taken back."""
        remaining, on = self.open[sold.number], self.days(1, 9, sold.day)
        less = rounded(remaining * Decimal("0.02"), "EUR")
        plan = made.pay(self.invoices[sold.number], Money.of(remaining, "EUR"), on=on, amount=remaining - less)
        self.keep(plan)
        rate = Decimal(RATE[sold.lines[0][1]])
        tax = rounded(less * rate / (100 + rate), "EUR")
        amounts = {"bank": remaining - less, "discounts": less - tax, "vat": tax, "receivable": -remaining}
        self.post(on, sold, "payment", amounts)

    def _withheld(self, sold: Sold) -> None:
        self.pay(sold, withheld=rounded(self.open[sold.number] * Decimal("0.05"), "EUR"))

    def _late(self, sold: Sold) -> None:
        """Be reminded with interest and flat compensation, and pay these too."""
        on = min(LAST - dt.timedelta(days=1), sold.due + dt.timedelta(days=20))
        facts = {"invoice": sold.number, "level": "1", "tone": "firm", "date": str(on), "due": str(on)}
        claims = {"interest": "7.31", "compensation": "40.00", "open": str(self.open[sold.number])}
        about = {"client": sold.client, "currency": "EUR", "language": "en"}
        self.records.append(made.made("reminder", f"{sold.number}--1", **facts, **claims, **about))
        self.pay(sold, on=min(LAST, on + dt.timedelta(days=1)), charges=Decimal("47.31"))

    def _fee(self, sold: Sold) -> None:
        """Let the bank keep 2 (of whatever currency) of it."""
        remaining, on = self.open[sold.number], self.days(1, 25, sold.day)
        facts = {"date": str(on), "client": sold.client, "currency": sold.currency, "fee": "2"}
        part = {"amount": str(remaining - 2), "allocate": {sold.number: str(remaining)}}
        self.records.append(made.made("payment", f"{on}-{sold.number}", **facts, **part))
        self.post(on, sold, "payment", {"bank": remaining - 2, "fees": Decimal(2), "receivable": -remaining})

    def _converted(self, sold: Sold) -> None:
        """Arrive in EUR at another rate than that of the invoice's day."""
        remaining, on = self.open[sold.number], self.days(1, 25, sold.day)
        arrived = rounded(remaining * Decimal("0.93"), "EUR")
        came = Money.of(arrived, "EUR")
        self.keep(made.pay(self.invoices[sold.number], Money.of(remaining, "USD"), on=on, converted=came))
        worth = rounded(remaining * DOLLAR, "EUR")
        gone = Post(on, "equity:conversion", -worth, "EUR", sold.client, "", sold.number, "payment")
        self.posts += [
            gone,
            gone._replace(account="assets:bank", amount=arrived),
            gone._replace(account="income:exchange", amount=worth - arrived),
            gone._replace(amount=remaining, currency="USD"),
            gone._replace(account="assets:receivable", amount=-remaining, currency="USD"),
        ]
        self.open[sold.number] = self.left(sold.number)

    def offer(self, n: int) -> None:
        """Send a quote: every other one is accepted, one of four declined, the others expire."""
        day, net = dt.date(YEAR, n, 3), Decimal(100 * n) + Decimal("0.55")
        fields = {"client": "c3", "lines": [{"text": "Offer", "price": str(net)}]}
        plain: Quote = made.made("quote", f"offer-{n}", **fields)
        client = next(each for each in self.records if isinstance(each, Client) and each.id == "c3")
        number = f"Q-{YEAR}-{n:04}"
        self.records.append(
            made.moved(sent(plain, client, self.settings, on=day, number=number), f"quotes/{number}.md")
        )
        self.offered[f"{day:%Y-%m}"] = net
        if n % 4 != 3:
            outcome = "declined" if n % 4 == 1 else "accepted"
            answer = {"quote": number, "date": str(day + dt.timedelta(days=n)), "outcome": outcome}
            self.records.append(made.made("answer", number, **answer))
            self.agreed[f"{day:%Y-%m}"] = net if outcome == "accepted" else NONE

    def work(self) -> None:
        """Work for c4 in December, 95 minutes a day at 90.00, and do not bill it."""
        for day in range(1, 21):
            self.records.append(made.worked("ada", f"{YEAR}-12-{day:02}", "95m", client="c4", text="Support"))
        self.waiting["c4"] = self.waiting.get("c4", NONE) + 20 * Decimal("142.50")

    def spend(self, n: int) -> None:
        """Buy something, every third time for a client's project."""
        day, gross = self.days(0, 364, dt.date(YEAR, 1, 1)), Decimal(self.chance.randint(500, 60000)) / 100
        tax, project, client = rounded(gross * 19 / 119, "EUR"), "" if n % 3 else f"p-c{n % 10}", f"c{n % 10}"
        category = self.chance.choice(["software", "travel", "props"])
        facts = {"date": str(day), "supplier": "Shop", "category": category, "amount": str(gross), "currency": "EUR"}
        about: dict[str, Any] = {"project": project, "nature": "delivery"} if project else {"nature": "overhead"}
        if n % 5 == 1 and not project:
            about = {"client": client, "nature": "delivery", "rebill": "yes", "markup": "10"}
            waits = rounded((gross - tax) * Decimal("1.1"), "EUR")
            self.waiting[client] = self.waiting.get(client, NONE) + waits
        if about["nature"] == "delivery":
            self.costs[client] = self.costs.get(client, NONE) + gross - tax
        self.records.append(made.made("expense", f"{day}-{n}", **facts, vat=str(tax), **about))
        bought = Post(day, f"expenses:{category}", gross - tax, "EUR", "", project, "", about["nature"])
        self.posts += [
            bought,
            bought._replace(account="assets:vat:input", amount=tax),
            bought._replace(account="assets:bank", amount=-gross),
        ]


def _euro(fate: str) -> list[str]:
    """Return the clients that a fate is for; most are for any."""
    return [client for client in WHO if fate not in IN_EURO or WHO[client][1] == "EUR"]
