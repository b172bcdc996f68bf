"""`contract seal`, `verify`, `redline`: signatures inside PDF files, and what is different in what came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from backoffice.cli import options, output, prompts
from backoffice.cli.context import Session
from backoffice.cli.contract_certificate import PASSPHRASE, TRUSTED, VARIABLE, key_path
from backoffice.cli.contract_papers import drawn
from backoffice.cli.contract_records import facts_of
from backoffice.cli.outside import told, written
from backoffice.cli.receiving import content_of, signatures_of, text_of
from backoffice.cli.records import record_id
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.hints import Any
from backoffice.kinds.contract.facts import Facts

SUFFIXES = {".pem", ".crt", ".cer"}
STATES = {
    "untouched": "not touched since",
    "added-to": "whole, but added to since",
    "saved-anew": "broken: the file was saved anew, and the signature does not fit it any more",
    "changed": "broken: the file was changed since",
}

_file = click.Path(dir_okay=False, path_type=Path)


@verb(
    "seal",
    examples=[
        "backoffice contract seal acme-msa --certificate ~/studio.p12",
        "backoffice contract seal acme-msa --file came-back.pdf -o sealed.pdf",
        "backoffice secret run -- backoffice contract seal acme-msa",
    ],
)
@record_id("contract")
@click.option(
    "--certificate",
    type=_file,
    metavar="FILE",
    help=f"Certificate and key as PKCS#12 (.p12, .pfx); else the one that ${VARIABLE} names, or yours.",
)
@click.option("--file", type=_file, metavar="FILE", help="A PDF to sign instead of the one that went out.")
@options.to_file("Where to write it; ID.sealed.pdf unless you say")
@click.option("--reason", default="", metavar="TEXT", help="Why, as it stands in the signature.")
@options.form("plain", "json")
@click.pass_obj
def seal(
    session: Session, identity: str, *, certificate: Path | None, file: Path | None, to: Path | None, reason: str
) -> None:
    """Sign a PDF with the business's own certificate, inside the file (PAdES), and write the signed one.

    `contract certificate` makes a certificate. Its passphrase comes from $BACKOFFICE_CERTIFICATE_PASSPHRASE, or is
    asked for. `contract sign --file` records the signed file.
    """
    from backoffice.formats.pades import seal as sealed

    facts = facts_of(session, identity)
    named = certificate or key_path(session.environment, session.settings.business.name)
    if not certificate and not named.exists():
        hint = f"backoffice contract certificate makes one; or --certificate FILE, ${VARIABLE}"
        raise RefusedError(f"no certificate to sign with at {named}", hint=hint)
    key = content_of(named)
    phrase = session.environment.get(PASSPHRASE)
    if phrase is None:
        phrase = click.prompt("Passphrase of the certificate", hide_input=True, default="") if prompts.present() else ""
    paper = content_of(file) if file else _sent(session, facts)
    made = written(to or Path(f"{facts.contract.id}.sealed.pdf"), sealed(paper, key, phrase, reason=reason))
    told(session, made, {"contract": facts.contract.id, "pdf": str(made)})


def _sent(session: Session, facts: Facts) -> bytes:
    """Return the PDF that went out."""
    files = [each.file for each in facts.sendings if each.file]
    content = session.workspace.current(f"contracts/{files[0]}") if files else None
    if content is None:
        hint = f"backoffice contract send {facts.contract.id}, or name a PDF with --file"
        raise RefusedError(f"no PDF of {facts.contract.id} went out", hint=hint)
    return content


@verb(
    "verify",
    examples=[
        "backoffice contract verify came-back.pdf",
        "backoffice contract verify came-back.pdf --trust their-ca.pem --format json",
    ],
)
@click.argument("file", type=_file)
@click.option(
    "--trust", type=_file, multiple=True, metavar="FILE", help=f"A certificate to trust, beside those in {TRUSTED}/."
)
@options.form("plain", "json")
@click.pass_obj
def verify(session: Session, file: Path, trust: Sequence[Path]) -> int:
    """Say who signed a PDF, whether it changed since, and whether we trust the certificate.

    Exits with 1 unless it is signed, and every signature is whole and trusted.
    """
    roots = [content_of(each) for each in (*trust, *_trusted(session))]
    found = signatures_of(file, content_of(file), roots)
    fine = bool(found) and all(_fine(each) for each in found)
    lines = [f"{file}: {len(found)} signature{'s' * (len(found) != 1)}" if found else f"{file}: nobody has signed it"]
    lines += [line for each in found for line in _told(each)]
    output.result(session, lines, {"file": str(file), "fine": fine, "signatures": found})
    return int(not fine)


def _trusted(session: Session) -> list[Path]:
    try:
        folder = Path(session.workspace.root, TRUSTED)
    except MissingError:
        return []
    return sorted(each for each in folder.glob("*") if each.suffix.lower() in SUFFIXES and each.is_file())


def _fine(signed: dict[str, Any]) -> bool:
    from backoffice.formats.pades import SHOWN

    whole = signed["state"] in {"untouched", "added-to"} and signed["added"] != SHOWN
    return whole and bool(signed["trusted"])


def _told(signed: dict[str, Any]) -> Iterator[str]:
    at = f", {signed['at'][:16].replace('T', ' ')} UTC by their clock" if signed["at"] else ""
    yield f"  {signed['by']}{at}"
    added = f": {signed['added']}" if signed["added"] else ""
    yield f"    {STATES[signed['state']]}{added}"
    if signed["state"] in {"untouched", "added-to"}:
        yield "    trusted by you" if signed["trusted"] else f"    unknown issuer: {signed['why']}"


@verb(
    "redline",
    examples=["backoffice contract redline acme-msa came-back.pdf", "backoffice contract redline acme-msa theirs.txt"],
)
@record_id("contract")
@click.argument("file", type=_file)
@options.form("plain", "json")
@click.pass_obj
def redline(session: Session, identity: str, file: Path) -> int:
    """Compare what came back with what was sent, word by word; exits with 1 when something is different."""
    from backoffice.core.redline import redline as changes

    facts = facts_of(session, identity)
    came = content_of(file)
    sent = _compared(session, facts, pdf=came.startswith(b"%PDF"))
    found = changes(sent, text_of(file, came))
    said = f"{file}: {len(found)} change{'s' * (len(found) != 1)}" if found else f"{file}: the same words"
    data = {"contract": facts.contract.id, "file": str(file), "changes": [each._asdict() for each in found]}
    output.result(session, [said, *(f"  {each}" for each in found)], data)
    return int(bool(found))


def _compared(session: Session, facts: Facts, *, pdf: bool) -> str:
    """Return the text to compare with: of the PDF that went out, or as it stands in the file."""
    if not pdf:
        return facts.contract.notes
    sent = next((each for each in facts.sendings), None)
    if sent and sent.file:
        return text_of(Path(sent.file), _sent(session, facts))
    on = sent.date if sent else session.today
    return text_of(Path(f"{facts.contract.id}.pdf"), drawn(session, facts.contract, on))
