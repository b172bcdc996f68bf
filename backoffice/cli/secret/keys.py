"""`secret unlock`, `lock`, `plugin` and `accept-older`: the user's own key, and what this machine believes."""

from __future__ import annotations

import re
import shutil

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, options, plugging
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError, RefusedError, UsageError
from backoffice.core.hints import Any
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.vault import identity, opening, pins
from backoffice.vault import unlock as keyring
from backoffice.vault.opening import path_of
from backoffice.vault.shape import DEFAULT
from backoffice.workspace.place import state_dir

_SPAN = re.compile(r"([0-9]{1,5})([smh])")
_PLUGIN = r"[a-z0-9][a-z0-9-]{0,62}"
_SECONDS = {"s": 1, "m": 60, "h": 3600}


class SpanType(click.ParamType[int]):
    """A span of time such as 15m, in seconds."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401
        """Return the seconds, or fail with what was expected."""
        found = _SPAN.fullmatch(str(value))
        if not found:
            self.fail(f"expected a span such as 15m, 2h or 30s, not {value!r}", param, ctx)
        return int(found[1]) * _SECONDS[found[2]]


@verb("unlock", examples=["backoffice secret unlock", "backoffice secret unlock --for 2h"])
@click.option("--for", "seconds", type=SpanType(), default="15m", metavar="SPAN", help="15m, 2h, …; 15m otherwise.")
@options.identity
@shared.form("plain", "json")
@click.pass_obj
def unlock(session: Session, /, seconds: int, **given: Any) -> int:  # noqa: ANN401
    """Ask for the passphrase of your identity now, and keep it open in the kernel's keyring for a while."""
    for path in identity.find(session.environment, explicit=given["identity"] or ""):
        if not identity.unlock(path, ask=asking.passphrase, seconds=seconds):
            raise RefusedError("this system has no keyring in its kernel", hint="you are asked each time instead")
    span = f"{seconds // 60} minutes" if seconds >= 60 else f"{seconds} seconds"  # noqa: PLR2004 - a minute
    output.result(session, [f"Unlocked for {span}."], {"seconds": seconds})
    return 0


@verb("lock", examples=["backoffice secret lock"])
@options.identity
@shared.form("plain", "json")
@click.pass_obj
def lock(session: Session, /, **given: Any) -> int:  # noqa: ANN401
    """Forget what `unlock` keeps."""
    forgotten = keyring.lock(*identity.find(session.environment, explicit=given["identity"] or ""))
    output.result(session, ["Locked." if forgotten else "Nothing was unlocked."], {"locked": forgotten})
    return 0


@verb("accept-older", examples=["backoffice secret accept-older", "backoffice secret accept-older finance"])
@click.argument("vault", default=DEFAULT)
@options.identity
@options.yes
@shared.form("plain", "json")
@click.pass_obj
def accept_older(session: Session, /, vault: str, yes: bool, **given: Any) -> int:  # noqa: ANN401
    """Believe a vault that is older than one seen here, after you have gone back in git yourself."""
    vaults = Vaults(session, given["identity"])
    raw, pin = vaults.raw(vault), pins.pinned(vaults.state, vault)
    store = opening.open_store(raw, vaults.identities, path=path_of(vault), pin=pin, older=True)
    if pin is None or store.meta.rev >= pin.rev:
        output.result(session, [f"{path_of(vault)} is not older than what was seen here."], {"rev": store.meta.rev})
        return 0
    question = f"Go back from revision {pin.rev} to {store.meta.rev}? What changed between them is not in this file."
    asking.agreed(question, yes=yes)
    pins.forget(vaults.state, vault)
    pins.keep(vaults.state, vault, opening.pin_of(store))
    output.result(session, [f"Revision {store.meta.rev} it is."], {"rev": store.meta.rev, "was": pin.rev})
    return 0


@verb(
    "plugin",
    examples=[
        "backoffice secret plugin",
        "backoffice secret plugin yubikey",
        "backoffice secret plugin yubikey --forbid",
    ],
)
@click.argument("name", required=False)
@click.option("--forbid", is_flag=True, help="Do not allow it any more.")
@options.yes
@shared.form()
@click.pass_obj
def plugin(session: Session, /, name: str | None, forbid: bool, yes: bool) -> int:
    """Allow keys to run an age plugin, such as yubikey for age-plugin-yubikey; without NAME, list those that may."""
    state = state_dir(session.workspace.place)
    before = pins.plugins(state)
    if name is None:
        rows: list[tuple[Cell, ...]] = [(each, shutil.which(f"age-plugin-{each}") or "") for each in sorted(before)]
        table = Table("plugins", (Column("name"), Column("program")), rows, empty="no plugin is allowed")
        return output.answer(session, Report("plugins", "", (table,)))
    if not re.fullmatch(_PLUGIN, name):
        raise UsageError(f"{name!r} is no name of a plugin", hint="yubikey, for age-plugin-yubikey")
    if forbid and name not in before:
        raise MissingError(f"the plugin {name} is not allowed", hint="`backoffice secret plugin` lists those that are")
    if not forbid and name not in before:
        asking.agreed(plugging.question(name), yes=yes)
    after = before - {name} if forbid else before | {name}
    pins.keep_plugins(state, after)
    said = f"age-plugin-{name} {'is not allowed any more' if forbid else 'may be run for your keys'}."
    output.result(session, [said], {"allowed": sorted(after)})
    return 0
