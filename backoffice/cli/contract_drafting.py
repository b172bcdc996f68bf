"""`contract new`, `amend`: a draft from nothing, from standard terms, or to change another contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from backoffice.cli import options, prompts
from backoffice.cli.context import Session
from backoffice.cli.records import RecordId, found, record_id, require_readable
from backoffice.cli.verbs import verb
from backoffice.cli.writing import added, tree_of
from backoffice.core.document import Tree
from backoffice.core.errors import MissingError, UsageError
from backoffice.core.plain import fields_tree
from backoffice.kinds.clause import Clause
from backoffice.kinds.client import Client
from backoffice.kinds.contract import KIND
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract_template import ContractTemplate

_set = click.option(
    "--set", "given", multiple=True, metavar="FIELD=VALUE", help="A field; price.amount=90 for one inside."
)
_notes = click.option("--notes", default="", metavar="TEXT", help="The text of the contract, Markdown.")


@verb(
    "new",
    examples=[
        "backoffice contract new --template msa --client acme --var start=2027-01-01 --var day_rate=950",
        "backoffice contract new acme-msa --template msa --client acme",
        "backoffice contract new acme-nda --set name=NDA --set type=nda --set side=mutual --client acme",
    ],
)
@record_id("contract", required=False)
@click.option("--template", type=RecordId("contract-template"), metavar="ID", help="Standard terms to make it from.")
@click.option("--client", type=RecordId("client"), metavar="ID", help="Whom it is with.")
@click.option("--var", "said", multiple=True, metavar="NAME=VALUE", help="A blank of the cover of the terms.")
@_set
@_notes
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def new(
    session: Session,
    identity: str | None,
    *,
    template: str | None,
    client: str | None,
    said: tuple[str, ...],
    given: tuple[str, ...],
    notes: str,
    dry_run: bool,
) -> int:
    """Write a new contract: from standard terms, or from --set and your answers, the rest as comments to fill in."""
    whom = found(session, Client, client) if client else None
    about = [f"client={whom.id}"] if whom else []
    if template is None:
        if identity is None or said:
            raise UsageError(
                "a contract needs an ID, or the terms to make it from", hint="backoffice contract new --help"
            )
        return added(session, KIND, identity, tree_of([*about, *given]), notes, dry_run=dry_run)
    terms = found(session, ContractTemplate, template)
    name = identity or _free(session, f"{whom.id}-{terms.id}" if whom else terms.id)
    values = _said(said)
    fields, text = _from_terms(session, terms, whom, values, dry_run=dry_run)
    tree = tree_of([f"name={fields['name']}", *about, *(f"{path}={value}" for path, value in fields.items()), *given])
    tree["terms"] = _terms(session, terms, values, dry_run=dry_run)
    return added(session, KIND, name, tree, notes or text, dry_run=dry_run, comments=False)


def _said(given: Iterable[str]) -> dict[str, str]:
    pairs = [each.partition("=") for each in given]
    for name, equals, _ in pairs:
        if not equals or not name:
            raise UsageError(f"--var {name} is not NAME=VALUE", hint="--var day_rate=950")
    return {name.strip(): value for name, _, value in pairs}


def _free(session: Session, name: str) -> str:
    """Return ``name``, or with a number after it where it is taken."""
    taken = set(session.books.ids("contract"))
    return next(each for at in range(1, len(taken) + 2) if (each := name if at == 1 else f"{name}-{at}") not in taken)


def _from_terms(
    session: Session, template: ContractTemplate, client: Client | None, said: dict[str, str], *, dry_run: bool
) -> tuple[Mapping[str, str], str]:
    """Return fields and text of the contract; asks for what is not ``said``, where somebody is there, and adds it."""
    from backoffice.render.terms import Cover, drafted

    require_readable(
        session, template.ref, *(f"clause/{each.clause}" for each in template.clauses), "settings/settings"
    )
    if prompts.present() and not dry_run:
        for each in template.variables:
            if each.name not in said:
                said[each.name] = prompts.asked(each.help.rstrip(".") or each.name, each.default or "")
    settings = session.settings
    cover = Cover(
        values=template.resolved(said),
        business=settings.business,
        client=client.party if client else None,
        on=session.today,
        currency=(client.currency if client else None) or settings.currency,
    )
    made = drafted(template, _clauses(session, template), cover)
    name = f"{template.name} – {client.name}" if client else template.name
    return {"name": name} | dict(made.fields), made.text


def _clauses(session: Session, template: ContractTemplate) -> dict[str, Clause]:
    wanted = {each.clause: session.books.get(Clause, each.clause) for each in template.clauses}
    if missing := [name for name, clause in wanted.items() if clause is None]:
        hint = f"backoffice clause new {missing[0]} --set heading=…"
        raise MissingError(f"{template.id} uses the clause {', '.join(missing)}, which is not there", hint=hint)
    return {name: clause for name, clause in wanted.items() if clause}


def _terms(session: Session, template: ContractTemplate, said: Mapping[str, str], *, dry_run: bool) -> dict[str, Tree]:
    """Return what the contract keeps of its terms; their files are in history from now on."""
    clauses = _clauses(session, template)
    texts: dict[str, Tree] = {
        each.id: {"heading": each.heading, "text": each.notes.strip()} for each in clauses.values()
    }
    paths = [template.where.path, *(each.where.path for each in clauses.values())]
    blobs: dict[str, Tree] = {} if dry_run else {path: session.workspace.kept(path) for path in paths}
    variables: dict[str, Tree] = dict(template.resolved(said))
    terms: dict[str, Tree] = {
        "template": template.id,
        "version": template.version,
        "digest": template.digest(texts),
        "blobs": blobs,
        "variables": variables,
    }
    return {name: value for name, value in terms.items() if value}


@verb(
    "amend",
    examples=[
        "backoffice contract amend acme-msa --notes 'The day rate is 990 EUR from 1 January.'",
        "backoffice contract amend acme-msa --set effective=2027-01-01 --set price.amount=990 --set price.currency=EUR",
    ],
)
@record_id("contract")
@_set
@_notes
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def amend(session: Session, identity: str, *, given: tuple[str, ...], notes: str, dry_run: bool) -> int:
    """Write the draft of a contract that changes another one, with the same parties and signatories."""
    contract = found(session, Contract, identity)
    require_readable(session, contract.ref)
    earlier = [each.id for each in session.books.all(Contract) if each.amends == contract.id]
    number = len(earlier) + 1
    same = fields_tree(contract)
    fields: dict[str, Tree] = {"name": f"Amendment {number} to {contract.name}"}
    fields |= {name: same[name] for name in ("type", "side", "client", "project", "parties", "owner") if name in same}
    fields |= {"amends": contract.id} | ({"signatories": same["signatories"]} if "signatories" in same else {})
    fields |= tree_of(given)
    name = f"{contract.id}-amendment-{number}"
    return added(session, KIND, name, fields, notes, dry_run=dry_run, comments=False)
