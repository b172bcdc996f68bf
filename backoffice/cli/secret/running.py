"""`secret run` and `secret inject`: secrets for programs, by environment, by FIFO, or in the place of a reference.

A reference is ``secret:NAME``, or ``secret:NAME#FIELD``; without a field it means the password.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import options
from backoffice.cli.secret.reveal import require_permission
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError, RefusedError, UsageError
from backoffice.core.hints import Any
from backoffice.vault.secret import Secret

MARK = "secret:"
_PLACE = re.compile(r"\{\{\s*secret:([^{}]+?)\s*\}\}")


def looked_up(vaults: Vaults, reference: str) -> Secret:
    """Return the secret that ``NAME`` or ``NAME#FIELD`` names.

    Raises:
        MissingError: There is no such entry, or no such field.
    """
    name, mark, field = reference.removeprefix(MARK).rpartition("#")
    if not mark:
        name, field = field, "password"
    which, exact = vaults.split(name.strip())
    return vaults.open(which).get(exact).value(field)


@verb(
    "run",
    examples=[
        "backoffice secret run --env PGPASSWORD=acme/db -- psql -h db.example.org",
        "API_KEY=secret:acme/api#key backoffice secret run -- ./deploy",
        "backoffice secret run --file KEY_FILE=acme/tls#key -- ./serve",
    ],
)
@click.option("--env", "variables", metavar="VARIABLE=NAME", multiple=True, help="Set a variable to a secret.")
@click.option(
    "--file",
    "files",
    metavar="VARIABLE=NAME",
    multiple=True,
    help="Set it to the path of a FIFO that yields the secret.",
)
@options.identity
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_obj
def run(session: Session, /, variables: tuple[str, ...], files: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Run a program with secrets in its environment: those you name, and variables that are `secret:NAME` already."""
    vaults = Vaults(session, given["identity"])
    asked = dict(map(_assignment, variables))
    there = {name: text for name, text in session.environment.items() if text.startswith(MARK)}
    values = {name: looked_up(vaults, text) for name, text in (there | asked).items()}
    environment = {**session.environment, **{name: secret.reveal() for name, secret in values.items()}}
    output.flush()
    if files:
        secrets = {name: looked_up(vaults, text) for name, text in map(_assignment, files)}
        return _with_files(given["command"], environment, secrets)
    _become(given["command"], environment)
    return 0


def _assignment(text: str) -> tuple[str, str]:
    name, equals, reference = text.partition("=")
    if not equals or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or not reference:
        raise UsageError(f"{text!r} is no VARIABLE=NAME", hint="such as PGPASSWORD=acme/db or KEY=acme/api#key")
    return name, reference


def _become(words: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Give this process to the program: nothing of ours is left beside it, and its end is our end."""
    try:
        os.execvpe(words[0], list(words), dict(environment))  # noqa: S606 - what the user typed
    except OSError as error:
        raise RefusedError(f"{words[0]} cannot be run: {error.strerror}") from None
    except ValueError as error:  # a name of no letters, or one with a NUL
        raise RefusedError(f"{words[0]!r} cannot be run: {error}") from None


def _with_files(words: tuple[str, ...], environment: Mapping[str, str], secrets: Mapping[str, Secret]) -> int:
    from backoffice.cli.programs import waited
    from backoffice.cli.secret.fifo import served

    with served(environment, secrets) as paths:
        return waited(words, {**environment, **paths})


@verb(
    "inject",
    examples=["backoffice secret inject app.env.template --reveal | ssh server 'umask 077; cat > app.env'"],
)
@click.argument("template", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@options.reveal
@options.identity
@click.pass_obj
def inject(session: Session, /, template: Path, reveal: bool, **given: Any) -> int:  # noqa: ANN401
    """Print a file with {{ secret:NAME#FIELD }} replaced; nothing is printed unless all of them are found."""
    require_permission(reveal=reveal)
    text = sys.stdin.read() if str(template) == "-" else template.read_bytes().decode(errors="surrogateescape")
    filled = _filled(Vaults(session, given["identity"]), text, str(template))
    if sys.stdout.isatty():
        from backoffice.cli.secret.reveal import lines

        lines(session, filled.splitlines())
    else:
        output.raw([filled])
    return 0


def _filled(vaults: Vaults, text: str, path: str) -> str:
    found = list(_found(vaults, text))
    if missing := [f"{path}:{line}: {error}" for line, _, error in found if error]:
        raise MissingError("; ".join(missing[:3]), hint="nothing was printed")
    secrets = iter([secret for _, secret, _ in found])
    return _PLACE.sub(lambda _: next(secrets).reveal(), text)


def _found(vaults: Vaults, text: str) -> Iterator[tuple[int, Secret, str]]:
    for match in _PLACE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        try:
            yield line, looked_up(vaults, match[1]), ""
        except MissingError as error:
            yield line, Secret(), error.message
