"""A contract made from standard terms: which clauses are in it, what its fields and its text say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from backoffice.core.money import Money
from backoffice.core.party import Party
from backoffice.kinds.clause import Clause
from backoffice.kinds.contract_template import ContractTemplate, Variable, holds
from backoffice.render.localise import Wording
from backoffice.render.sandbox import fill_terms


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What fills the blanks: ``values`` of the variables as text, the parties, the day, and the currency of amounts."""

    values: Mapping[str, str]
    business: Party
    client: Party | None
    on: dt.date
    currency: str


@dataclass(frozen=True)
class Drafted:
    """A contract as it comes out: ``fields`` by their dotted path, and its text, Markdown."""

    fields: Mapping[str, str]
    text: str


def drafted(template: ContractTemplate, clauses: Mapping[str, Clause], cover: Cover) -> Drafted:
    """Return the contract that terms and cover make.

    Raises:
        RefusedError: naming the place, when a blank cannot be filled or something else stands there.
    """
    wording = Wording(template.language, cover.business.address.country)
    parties = {"business": _party(cover.business, wording, cover)}
    if cover.client:
        parties["client"] = _party(cover.client, wording, cover)
    plain: dict[str, object] = {**parties, **cover.values, "today": str(cover.on)}
    fields = {path: fill_terms(f"{template.where.path}, {path}", text, plain) for path, text in template.fields.items()}
    used = [clauses[use.clause] for use in template.clauses if holds(use.when, cover.values)]
    numbers = {each.id.replace("-", "_"): str(at) for at, each in enumerate(used, start=1)}
    said = {each.name: _said(each, cover.values[each.name], wording, cover.currency) for each in template.variables}
    values: dict[str, object] = {**parties, **said, "today": wording.date(cover.on), "number": numbers}
    texts = [_clause(each, number, values) for each, number in zip(used, numbers.values(), strict=True)]
    source = template.notes if "clauses" in template.notes else f"{template.notes.rstrip()}\n\n{{{{ clauses }}}}"
    text = fill_terms(template.where.path, source.rstrip(), values | {"clauses": "\n\n".join(texts)})
    return Drafted(fields, f"{text}\n")


def _clause(clause: Clause, number: str, values: Mapping[str, object]) -> str:
    return f"## {number}. {clause.heading}\n\n{fill_terms(clause.where.path, clause.notes, values)}"


def _said(variable: Variable, value: str, wording: Wording, currency: str) -> object:
    """Return a variable as the text says it; yes and no as something conditions can ask."""
    if variable.type == "yes-no":
        return value in {"yes", "true"}
    if variable.type == "date":
        return wording.date(dt.date.fromisoformat(value))
    if variable.type == "amount":
        return wording.money(Money.of(Decimal(value), currency))
    return value


def _party(party: Party, wording: Wording, cover: Cover) -> dict[str, str]:
    """Return what may be said of a party."""
    from backoffice.render.letter_page import address_lines

    lines = address_lines(party.address, wording, home=cover.business.address.country)
    return {
        "name": party.name,
        "attention": party.attention,
        "address": ", ".join(lines),
        "street": party.address.street,
        "postcode": party.address.postcode,
        "city": party.address.city,
        "country": wording.territory(party.address.country),
        "registration": party.registration,
        "vat_id": party.vat_id or "",
        "email": party.email or "",
    }
