"""`secret merge`, and what git calls: the driver that merges two vaults, the filter that shows one in a diff."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import options
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import BackofficeError, RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault import opening, pins
from backoffice.vault.age import NotYoursError
from backoffice.vault.merge import Merged
from backoffice.vault.merge import merge as merged
from backoffice.vault.opening import path_of
from backoffice.vault.shape import vault_at
from backoffice.vault.store import Store
from backoffice.workspace.git.read import blobs, unmerged
from backoffice.workspace.git.resolve import resolve

_BASE, _OURS, _THEIRS = 1, 2, 3


class Sides(NamedTuple):
    """The three versions of one vault, as age files; there may be no base."""

    base: bytes
    ours: bytes
    theirs: bytes


@verb("merge", examples=["backoffice secret merge"])
@options.identity
@shared.form("plain", "json")
@click.pass_obj
def merge(session: Session, identity: str | None) -> int:
    """Settle vaults that `git merge`, `pull` or `rebase` left in conflict, field by field; exit with 1 if some remain.

    It works from what git keeps of both sides, so it needs no driver.
    """
    vaults = Vaults(session, identity)
    place = session.workspace.place
    _ = vaults.identities
    said, conflicts = [], []
    with session.workspace.locked():
        for path, stages in unmerged(place).items():
            vault = vault_at(path)
            if vault is None:
                continue
            outcome, raw = _merged(vaults, vault, _sides(vaults, path, stages))
            resolve(place, path, raw)
            said.append(f"Merged {path}; it is staged: end the merge with `git commit` or `git rebase --continue`.")
            conflicts += [f"{vault}/{each}" for each in outcome.conflicts]
            _warn(outcome)
    if not said:
        said.append("No vault is in conflict.")
    output.result(session, [*said, *_told(conflicts)], {"conflicts": conflicts})
    return int(bool(conflicts))


def _sides(vaults: Vaults, path: str, stages: dict[int, str]) -> Sides:
    if not {_OURS, _THEIRS} <= stages.keys():
        hint = f"keep it with `git add {path}`, or let it go with `git rm {path}`"
        raise RefusedError(f"one side removed {path}", hint=hint)
    contents = dict(blobs(vaults.workspace.place, set(stages.values())))
    return Sides(*(contents[stages[each]] if each in stages else b"" for each in (_BASE, _OURS, _THEIRS)))


def _merged(vaults: Vaults, vault: str, sides: Sides) -> tuple[Merged, bytes]:
    """Return the merge of the sides, and the age file of it, encrypted for the recipients of the working tree.

    Raises:
        RefusedError: A side cannot be read, or somebody left on the other side and is still a recipient here.
    """
    base, ours, theirs = (
        _opened(vaults, vault, raw, side)
        for raw, side in ((sides.base, "base"), (sides.ours, "ours"), (sides.theirs, "theirs"))
    )
    assert ours is not None  # noqa: S101 - only a base may be missing
    assert theirs is not None  # noqa: S101
    outcome = merged(base, ours, theirs)
    saved = opening.save(
        outcome.store,
        vaults.recipients(),
        vault=vault,
        identities=vaults.identities,
        accepted=pins.accepted(vaults.state),
        plugins=vaults.plugins,
    )
    return outcome, saved.raw


def _opened(vaults: Vaults, vault: str, raw: bytes, side: str) -> Store | None:
    if not raw and side == "base":
        return None
    pin, path = pins.pinned(vaults.state, vault), path_of(vault)
    try:
        return opening.open_store(raw, vaults.identities, path=f"{path} ({side})", pin=pin, older=True)
    except NotYoursError:
        raise
    except RefusedError as error:
        other = {"ours": "theirs", "theirs": "ours"}.get(side, "ours")
        hint = f"take the other side whole: `git checkout --{other} {path}`, then `git add {path}`"
        raise RefusedError(error.message, hint=hint) from None


def _warn(outcome: Merged) -> None:
    if outcome.doubtful:
        names = ", ".join(outcome.doubtful[:10])
        output.complain(
            f"backoffice: look at {names}: changed on the side of somebody who did not know the new store key"
        )


def _told(conflicts: Sequence[str]) -> list[str]:
    if not conflicts:
        return []
    hint = "Ours is kept, theirs is beside it: `backoffice secret edit NAME --keep FIELD` or `--theirs FIELD`."
    return ["Changed on both sides:", *(f"  {each}" for each in conflicts), hint]


@verb("merge-driver", examples=["git config merge.backoffice.driver"])
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("path")
@click.pass_obj
def merge_driver(session: Session, base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge a vault for git, which names the files of the three sides and the path; installed by `secret init`.

    Where it refuses, git keeps our side and its three versions, and `backoffice secret merge` can do it later.
    """
    vaults, vault = _around(session, path)
    sides = Sides(base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
    try:
        outcome, raw = _merged(vaults, vault, sides)
        _require_same_readers(vaults, vault, sides, outcome)
    except BackofficeError as error:
        hint = f"{error.hint}; " if error.hint else ""
        raise RefusedError(error.message, hint=f"{hint}then `backoffice secret merge`") from None
    waiting = ours.with_name(f"{ours.name}.backoffice-new")
    waiting.write_bytes(raw)
    waiting.replace(ours)
    _warn(outcome)
    output.complain(*(f"backoffice: {each}" for each in _told([f"{vault}/{each}" for each in outcome.conflicts])))
    return int(bool(outcome.conflicts))


def _around(session: Session, path: str) -> tuple[Vaults, str]:
    """Return the vaults of the workspace that ``path``, from the top of the work tree, belongs to, and which it is."""
    top = Path(session.directory)
    session.directory = str((top / path).parent)
    vaults = Vaults(session)
    inner = os.path.relpath(top / path, vaults.workspace.root)
    vault = vault_at(inner)
    if vault is None:
        raise RefusedError(f"{path} is no vault", hint="its place is secrets.yaml.age, or secrets/NAME.yaml.age")
    return vaults, vault


def _require_same_readers(vaults: Vaults, vault: str, sides: Sides, outcome: Merged) -> None:
    """Refuse to encrypt for somebody who left on the other side: its recipients are not in the working tree yet."""
    ours = _opened(vaults, vault, sides.ours, "ours")
    if ours and ours.meta.key != outcome.store.meta.key:
        raise RefusedError(
            "somebody left on the other side", hint="see who, with `backoffice secret recipients accept`"
        )


@verb("textconv", examples=["git config diff.backoffice.textconv"])
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def textconv(session: Session, file: Path) -> int:
    """Print a vault with a digest in the place of every value, for `git diff`; installed by `secret init`."""
    from backoffice.vault import identity
    from backoffice.vault.digest import masked

    raw = file.read_bytes()
    try:
        files = identity.find(session.environment)
        keys = [key for path in files for key in identity.load(path, ask=lambda _: None)]
        output.raw([masked(opening.open_store(raw, keys, path="the vault"))])
    except BackofficeError as error:
        output.say(f"({error.message}; {len(raw)} bytes with SHA-256 {hashlib.sha256(raw).hexdigest()[:12]}…)")
    return 0
