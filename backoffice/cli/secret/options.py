"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from backoffice.cli.secret.vaults import Vaults
from backoffice.core.duration import Duration
from backoffice.core.errors import ValueTextError
from backoffice.vault.entries import Entry
from backoffice.vault.secret import Secret

F = TypeVar("F", bound=Callable[..., Any])


class DurationType(click.ParamType[Duration]):
    """A duration such as 90d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Duration:  # noqa: ANN401
        """Return the duration, or fail with what was expected."""
        if isinstance(value, Duration):
            return value
        try:
            return Duration.parse(value)
        except ValueTextError as expected:
            self.fail(f"expected {expected}, not {value!r}", param, ctx)


DURATION = DurationType()

vault = click.option("--vault", metavar="NAME", help="Which vault, where there are several; or write VAULT/NAME.")
identity = click.option(
    "--identity", metavar="FILE", help="Your private key, unless it is where `secret init` puts it, or an ssh key."
)
name = click.argument("name", metavar="NAME")
reveal = click.option("--reveal", is_flag=True, help="Print it in clear text, into a pipe or a file too.")
clip = click.option("--clip", is_flag=True, help="Copy it; the clipboard is cleared after 30 seconds.")
stdin = click.option("--stdin", is_flag=True, help="Take the secret from standard input, without its last line end.")
yes = click.option("--yes", is_flag=True, help="Do not ask.")

_GENERATING = (
    click.option(
        "--length", type=click.IntRange(4, 1000), metavar="N", default=24, help="Characters; 24 unless you say."
    ),
    click.option("--alphabet", metavar="SETS", help="letters, digits, symbols, hex, unmistakable, or the characters."),
    click.option("--without", metavar="CHARACTERS", default="", help="Leave these characters out."),
    click.option("--words", type=click.IntRange(3, 100), metavar="N", help="A passphrase of so many words instead."),
    click.option("--separator", default="-", help="Between words; - unless you say."),
)
_DETAILS = (
    click.option("--username", metavar="TEXT", help="Who logs in."),
    click.option("--url", metavar="URL", help="Where."),
    click.option("--tag", "tags", metavar="WORD", multiple=True, help="A word to find it by; may be repeated."),
    click.option("--owner", metavar="NAME", help="Who rotates it."),
    click.option("--rotate", type=DURATION, metavar="DURATION", help="How long a password may live, such as 90d."),
)


def generating(function: F) -> F:
    """Add the options of a new password."""
    for option in reversed(_GENERATING):
        function = option(function)
    return function


def details(function: F) -> F:
    """Add the options of what is no secret about an entry."""
    for option in reversed(_DETAILS):
        function = option(function)
    return function


def detailed(entry: Entry, vaults: Vaults, given: Mapping[str, Any]) -> Entry:
    """Return an entry with what the options of ``details`` say."""
    for field in ("username", "url"):
        if given.get(field) is not None:
            entry = entry.with_field(field, Secret(given[field]), on=vaults.today)
    others = {field: given[field] for field in ("owner", "rotate") if given.get(field) is not None}
    if given.get("tags"):
        others["tags"] = tuple(sorted({*entry.tags, *given["tags"]}))
    return entry._replace(**others)
