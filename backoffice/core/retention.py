"""How long papers are kept: classes with a time, what it is counted from, and the law that asks for it.

The classes on board are a starting point to check with whoever advises the business, as its tax table is: laws change,
and a paper can be under several of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated, Literal
from backoffice.core.part import Part
from backoffice.core.scalar import Length, YesNo

From = Literal["year-end", "dated", "received", "ended", "ended-year-end"]


class RetentionClass(Part):
    """One class of papers: ``invoice: {keep: 8y, since: year-end, basis: § 147 AO}``."""

    keep: Annotated[Length, "How long papers of this class are kept, such as 8y."]
    since: Annotated[
        From,
        "What that is counted from: year-end (of the paper's year), dated, received, ended (the contract it is about), "
        "ended-year-end (the year in which that ended).",
    ] = "year-end"
    basis: Annotated[str, "The law or the reason behind it."] = ""
    text: Annotated[str, "Which papers are meant."] = ""
    receipts: Annotated[YesNo, "yes: the receipts of expenses are among them, without saying so one by one."] = False

    @property
    def needs_end(self) -> bool:
        """Whether the time only begins when a contract has ended."""
        return self.since.startswith("ended")

    def until(self, *, dated: dt.date, received: dt.date, ended: dt.date | None) -> dt.date | None:
        """Return the last day on which a paper has to be kept; None while what it is about goes on."""
        start = {"dated": dated, "received": received, "year-end": _year_end(dated)}.get(self.since, ended)
        if start is None:
            return None
        return self.keep.after(_year_end(start) if self.since == "ended-year-end" else start)


def _year_end(day: dt.date) -> dt.date:
    return dt.date(day.year, 12, 31)


def _years(count: int, since: From, basis: str, text: str) -> RetentionClass:
    receipts = _VOUCHERS in text
    return RetentionClass(keep=Duration(months=12 * count), since=since, basis=basis, text=text, receipts=receipts)


_BOOKS = "accounts, annual statements, inventories"
_VOUCHERS = "invoices, receipts, bank statements"
_LETTERS = "business letters received and sent, offers, orders"
_CONTRACTS = "contracts and what belongs to them"

DEFAULTS: Mapping[str, Mapping[str, RetentionClass]] = {
    "DE": {
        "books": _years(10, "year-end", "§ 147 (1) 1, (3) AO, § 257 HGB", f"{_BOOKS}, tax assessments"),
        "voucher": _years(8, "year-end", "§ 147 (1) 4, (3) AO, § 257 (1) 4, (4) HGB", _VOUCHERS),
        "letter": _years(6, "year-end", "§ 147 (1) 2, 3, (3) AO, § 257 HGB", _LETTERS),
        "contract": _years(6, "ended-year-end", "§ 257 (1) 2, 3 HGB; claims lapse by §§ 195, 199 BGB", _CONTRACTS),
        "payroll": _years(6, "year-end", "§ 41 (1) 9 EStG", "wage accounts"),
    },
    "AT": {"books": _years(7, "year-end", "§ 132 BAO, § 212 UGB", f"{_BOOKS}, {_VOUCHERS}, {_LETTERS}")},
    "CH": {"books": _years(10, "year-end", "Art. 958f OR", f"{_BOOKS}, {_VOUCHERS}")},
    "FR": {"books": _years(10, "year-end", "art. L123-22 Code de commerce", f"{_BOOKS}, {_VOUCHERS}")},
    "GB": {
        "books": _years(
            6, "year-end", "Finance Act 1998 sch. 18 para. 21; VAT Act 1994 sch. 11 para. 6", f"{_BOOKS}, {_VOUCHERS}"
        )
    },
}
"""Classes by country of the business, each with its source, as of November 2026.

DE: § 147 AO and § 257 HGB as amended by the fourth act on relief from bureaucracy (BEG IV, BGBl. 2024 I no. 323):
vouchers 8 years, also those from before 2025. AT: § 132 BAO. CH: Art. 958f OR. FR: L123-22 Code de commerce (tax law,
L102 B LPF, asks for 6 years). GB: what taxes ask for; company law alone (Companies Act 2006, s. 388) asks private
companies for 3 years.
"""


def classes(own: Mapping[str, RetentionClass], country: str) -> dict[str, RetentionClass]:
    """Return the classes of a business by name: those on board for its country, and its own in their place."""
    return {**DEFAULTS.get(country, {}), **own}
