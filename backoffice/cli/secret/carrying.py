"""`secret import` and `secret export`: from other password managers, and out again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.programs import output_of
from backoffice.cli.secret import options
from backoffice.cli.secret.reveal import lines, require_permission
from backoffice.cli.secret.saving import Outcome, carry_out, writing
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.entries import Entry, checked_name
from backoffice.vault.export import FORMATS
from backoffice.vault.imports import MAX_BYTES, SOURCES


@verb(
    "import",
    examples=[
        "backoffice secret import bitwarden export.json --dry-run",
        "backoffice secret import 1password export.1pux --under team",
        "backoffice secret import pass ~/.password-store",
    ],
)
@click.argument("source", metavar="FROM", type=click.Choice([*SOURCES, "pass"]))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--under", metavar="NAME", default="", help="Put NAME/ before every name.")
@click.option("--replace", "replaced", is_flag=True, help="Replace entries of the same name instead of keeping them.")
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def import_(session: Session, /, *, source: str, file: Path, under: str, **given: Any) -> int:  # noqa: ANN401
    """Bring entries over from another password manager, by the file that it exports, or from a pass store."""
    vaults = Vaults(session, given["identity"])
    found = _from_store(vaults, file) if source == "pass" else _from_file(source, file)
    entries = [
        each._replace(name=checked_name(f"{under}/{each.name}" if under else each.name)) for each in found.entries
    ]
    vault = given["vault"] or vaults.split("x")[0]
    with writing(vaults):
        store = vaults.open(vault)
        names = set(store.names())
        kept = [each.name for each in entries if each.name in names and not given["replaced"]]
        new = [each for each in entries if each.name not in kept]
        said = [f"Imported {len(new)} of {len(entries)} entries.", *_advice(source, file, kept)]
        data = {"imported": len(new), "kept": kept, "left_out": list(found.left_out)}
        output.complain(*(f"backoffice: left out: {each}" for each in found.left_out))
        after = {vault: store.put(*new)} if new else {}
        return carry_out(vaults, Outcome(after, said, data=data), dry_run=given["dry_run"])


def _advice(source: str, file: Path, kept: list[str]) -> Iterator[str]:
    if kept:
        yield f"Kept as they were: {', '.join(kept[:5])}{' …' if len(kept) > 5 else ''}; --replace replaces them."  # noqa: PLR2004
    if source != "pass":
        yield f"{file} holds all of it in clear text: delete it, and empty the trash."


def _from_file(source: str, file: Path) -> Any:  # noqa: ANN401
    from backoffice.vault import imports

    if file.stat().st_size > MAX_BYTES:
        raise RefusedError(f"{file} has {file.stat().st_size:,} bytes; {MAX_BYTES:,} are allowed")
    return imports.read(source, file.read_bytes(), path=str(file))


def _from_store(vaults: Vaults, folder: Path) -> Any:  # noqa: ANN401
    from backoffice.vault import imports

    if not folder.is_dir():
        raise RefusedError(f"{folder} is no folder", hint="name the store, such as ~/.password-store")
    return imports.from_pass(_decrypted(vaults, folder))


def _decrypted(vaults: Vaults, folder: Path) -> Iterator[tuple[str, bytes]]:
    from backoffice.vault import age

    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".gpg":
            plain = output_of(["gpg", "--quiet", "--batch", "--decrypt", str(path)])
            if plain is None:
                raise RefusedError(f"gpg cannot decrypt {name}", hint="try `pass show` first, which unlocks your key")
            yield name, plain
        elif path.suffix == ".age":
            yield name, age.decrypt(path.read_bytes(), vaults.identities, path=name)


@verb("export", examples=["backoffice secret export bitwarden --reveal | age -r age1… > passwords.json.age"])
@click.argument("form", metavar="[FORMAT]", default="yaml", type=click.Choice(FORMATS))
@options.reveal
@options.vault
@options.identity
@click.pass_obj
def export(session: Session, /, form: str, reveal: bool, **given: Any) -> int:  # noqa: ANN401
    """Print every entry in clear text: as yaml, json, csv, or for Bitwarden."""
    from backoffice.vault.export import export as exported

    require_permission(reveal=reveal)
    vaults = Vaults(session, given["identity"])
    text = exported(_entries(vaults, given["vault"]), form)
    if sys.stdout.isatty():
        lines(session, text.splitlines())
    else:
        output.raw([text])
    return 0


def _entries(vaults: Vaults, vault: str | None) -> Iterator[Entry]:
    """Yield the entries of one vault, or of all, with the vault before their names where there are several."""
    stores = {vault: vaults.open(vault)} if vault else vaults.readable()
    for name, store in stores.items():
        for entry in store.entries().values():
            yield entry._replace(name=f"{name}/{entry.name}") if len(stores) > 1 else entry
