"""Contracts from standard terms: blanks and conditions, in the words of the language; nothing else can stand there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from backoffice.core.errors import RefusedError
from backoffice.core.part import replaced
from backoffice.kinds.clause import Clause
from backoffice.render.sandbox import fill_terms
from backoffice.render.terms import Cover, Drafted, drafted
from tests.kinds.test_contract_template import template
from tests.made import client, made, settings


def clause(name: str, text: str) -> Clause:
    record: Clause = made("clause", name, heading=name.title())
    return replaced(record, notes=text)


CLAUSES = {
    each.id: each
    for each in (
        clause("payment", "A day costs {{ fee }}.\n"),
        clause("privacy", "Personal data: see there."),
        clause("end", "It begins on {{ start }}.{% if data %} Section {{ number.privacy }} outlives it.{% endif %}"),
    )
}
TERMS: dict[str, Any] = {
    "language": "de",
    "variables": [
        {"name": "start", "type": "date"},
        {"name": "fee", "type": "amount"},
        {"name": "data", "type": "yes-no"},
        {"name": "place", "default": "Berlin"},
    ],
    "clauses": [{"clause": "payment"}, {"clause": "privacy", "when": "data"}, {"clause": "end"}],
    "fields": {"effective": "{{ start }}", "price.amount": "{{ fee }}", "name": "MSA with {{ client.name }}"},
}


def filled(
    text: str = "In {{ place }}, {{ today }}: {{ business.name }} and {{ client.name }}.", **values: str
) -> Drafted:
    terms = replaced(template(**TERMS), notes=text)
    said = {"start": "2027-01-01", "fee": "1950", "data": "yes"} | values
    cover = Cover(
        values=terms.resolved(said),
        business=settings().business,
        client=client("acme").party,
        on=dt.date(2026, 11, 21),
        currency="EUR",
    )
    return drafted(terms, CLAUSES, cover)


def test_fields_are_as_in_a_file_and_the_text_as_people_say_it() -> None:
    made_of = filled()
    assert made_of.fields == {"effective": "2027-01-01", "price.amount": "1950", "name": "MSA with Acme"}
    assert made_of.text == (
        "In Berlin, 21. November 2026: Nordlicht and Acme.\n\n"
        "## 1. Payment\n\nA day costs 1.950,00\N{NO-BREAK SPACE}€.\n\n"
        "## 2. Privacy\n\nPersonal data: see there.\n\n"
        "## 3. End\n\nIt begins on 1. Januar 2027. Section 2 outlives it.\n"
    )


def test_clauses_that_do_not_apply_leave_no_gap_and_stand_where_the_text_wants_them() -> None:
    text = filled("{{ clauses }}\n\nSigned.", data="no").text
    assert text.startswith("## 1. Payment")
    assert "## 2. End\n\nIt begins on 1. Januar 2027.\n\nSigned." in text


def test_what_is_not_known_is_refused_with_its_place() -> None:
    with pytest.raises(RefusedError, match=r"contract-templates/msa.md:\d: 'discount' is undefined"):
        filled("{{ discount }}")
    with pytest.raises(RefusedError, match="no attribute 'nickname'"):
        filled("{{ client.nickname }}")


@pytest.mark.parametrize(
    "source",
    [
        "{% for each in range(10) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ client.__class__ }}",
        "{{ client['__class__'] }}",
        "{{ client.name.format(1) }}",
        "{{ cycler('a') }}",
        "{% include 'secrets' %}",
        "{% import 'os' as os %}",
        "{% set x = 1 %}{{ x }}",
        "{% macro m() %}{% endmacro %}",
        "{{ client.name | attr('__class__') }}",
        "{% if client.__class__ %}x{% endif %}",
        "{{ unclosed",
        "x" * 100_001,
        "{{ " + "(" * 30_000 + "1" + ")" * 30_000 + " }}",
    ],
)
def test_nothing_but_blanks_and_conditions_may_stand_in_terms(source: str) -> None:
    with pytest.raises(RefusedError):
        fill_terms("msa.md", source, {"client": {"name": "Acme"}})


def test_values_are_text_whatever_they_look_like() -> None:
    assert fill_terms("msa.md", "{{ name }}", {"name": "{{ 7 * 7 }} <b>"}) == "{{ 7 * 7 }} <b>"
