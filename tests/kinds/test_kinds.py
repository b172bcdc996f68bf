"""What holds for all kinds, and what little there is to say of clients, projects and settings."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.kind import Standing
from backoffice.core.ledger import Chart, entries_of
from backoffice.core.money import Money
from backoffice.core.part import names_of
from backoffice.core.schema import read
from backoffice.kinds import KINDS, kind_of, kinds
from backoffice.kinds.client import Client
from tests import made
from tests.awkward import awkward_business
from tests.kinds.seen import listed


def test_kinds_are_found_by_their_noun() -> None:
    assert [kind.noun for kind in kinds()] == [name.replace("_", "-") for name in KINDS]
    assert kind_of("write-off").plural == "write-offs"
    with pytest.raises(KeyError):
        kind_of("spaceship")


PLACES = {
    "backoffice.yaml": "settings/settings",
    "clients/acme.md": "client/acme",
    "projects/site.md": "project/site",
    "invoices/drafts/next.md": "invoice/next",
    "invoices/2026/INV-2026-0042.md": "invoice/INV-2026-0042",
    "invoices/2026/INV-2026-0042.void.yaml": "void/INV-2026-0042",
    "invoices/2026/INV-2026-0042.written-off.yaml": "write-off/INV-2026-0042",
    "credit-notes/2026/CN-2026-0003.md": "credit-note/CN-2026-0003",
    "credit-notes/2026/CN-2026-0003.pdf": "",
    "payments/2026/2026-03-04-1a2b3c4d.yaml": "payment/2026-03-04-1a2b3c4d",
    "expenses/2026/2026-03-04-adobe.md": "expense/2026-03-04-adobe",
    "invoices/2026/INV-2026-0042.pdf": "",
    "clients/acme.yaml": "",
    "clients/2026/acme.md": "",
    "notes/acme.md": "",
}


@pytest.mark.parametrize(("path", "ref"), PLACES.items())
def test_a_path_belongs_to_one_kind_at_most(path: str, ref: str) -> None:
    found = [f"{kind.noun}/{identity}" for kind in kinds() if (identity := kind.identity(path))]
    assert found == ([ref] if ref else [])


@pytest.mark.parametrize("seed", range(10))
def test_the_postings_of_every_record_balance_by_day_and_currency(seed: int) -> None:
    nouns = set()
    business = awkward_business(seed)
    for record in business.records:
        for entry in entries_of(record.ref, record.title, record.postings(business.settings.chart)):
            nouns.add(entry.source)
    assert nouns >= {"invoice", "payment", "expense"}


@pytest.mark.parametrize("seed", range(10))
def test_every_record_is_within_the_rules_of_its_kind(seed: int) -> None:
    business = awkward_business(seed)
    for record in (business.settings, *business.records):
        assert [str(each) for each in record.check()] == []
        assert kind_of(record.noun).allows(record.id)
        assert kind_of(record.noun).identity(record.where.path) == record.id


# ── Clients ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("vat_id", "country", "messages"),
    [
        (None, "DE", []),
        ("DE136695976", "DE", []),
        ("EL094259216", "GR", []),
        ("ATU13585627", "DE", ["VAT number ATU13585627 is not from DE"]),
    ],
)
def test_a_vat_number_from_another_country_is_worth_a_warning(
    vat_id: str | None, country: str, messages: list[str]
) -> None:
    fields: dict[str, Any] = {"name": "Acme", "address": {"city": "X", "country": country}}
    record, wrong = read(
        Client, "acme", Document(Location("clients/acme.md", 1), fields | ({"vat_id": vat_id} if vat_id else {}))
    )
    assert record is not None
    assert [each.message for each in wrong] == messages
    assert {each.severity for each in wrong} <= {"warning"}


def test_a_list_of_clients_shows_what_they_owe_in_each_currency() -> None:
    owed: Standing = {(): (Money.of("119", "EUR"), Money.of(5, "JPY"))}
    assert listed(made.client(), owed) == {
        "id": "acme",
        "name": "Acme",
        "city": "Berlin",
        "country": "DE",
        "open": "119.00 EUR 5 JPY",
    }
    assert made.client().title == "Acme"


# ── Projects ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("dates", "day", "state"),
    [
        ({}, "2026-03-01", "running"),
        ({"start": "2026-03-02"}, "2026-03-01", "planned"),
        ({"start": "2026-03-01"}, "2026-03-01", "running"),
        ({"end": "2026-03-01"}, "2026-03-01", "running"),
        ({"start": "2026-02-01", "end": "2026-02-28"}, "2026-03-01", "over"),
    ],
)
def test_a_project_runs_from_its_first_day_to_its_last(dates: dict[str, str], day: str, state: str) -> None:
    project = made.made("project", "site", name="Site", client="acme", **dates)
    assert listed(project, as_of=dt.date.fromisoformat(day))["state"] == state
    assert (project.title, str(project.dated)) == ("Site", dates.get("start", "None"))


def test_a_project_does_not_end_before_it_starts() -> None:
    backwards = made.made("project", "site", name="Site", client="acme", start="2026-03-02", end="2026-03-01")
    assert [each.message for each in backwards.check()] == [
        "the project ends on 2026-03-01, before it starts on 2026-03-02"
    ]
    assert list(made.made("project", "x", name="X", client="acme", start="2026-03-01", end="2026-03-01").check()) == []


def test_the_settings_are_a_record_too() -> None:
    assert listed(made.settings()) == {"business": "Nordlicht", "currency": "EUR", "timezone": "UTC"}
    assert list(made.settings().postings(Chart())) == []


def test_what_states_and_flags_have_in_common_is_there() -> None:
    traces = [(kind, flag.trace) for kind in kinds() for flag in kind.flags]
    traces += [(kind, trace) for kind in kinds() for trace in kind.states.values()]
    for kind, trace in traces:
        assert kind.standing or not (trace.standing or trace.source), kind.noun
        assert not trace.source or kind_of(trace.source).noun == trace.source
        assert not trace.place or trace.place.partition(".")[0] in names_of(kind.record), trace.place
    draft = kind_of("invoice").states["draft"]
    assert (draft.passes(None), draft.passes("INV-2026-0001")) == (True, False)
