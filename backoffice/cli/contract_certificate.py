"""`contract certificate`: a certificate of one's own to seal contracts with; its key stays outside the repository."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from backoffice.cli import clock, options, output
from backoffice.cli.changes import DRY, carry_out
from backoffice.cli.context import Session
from backoffice.cli.outside import STANDARD
from backoffice.cli.secret import asking
from backoffice.cli.verbs import verb
from backoffice.core.change import AddFile, Plan
from backoffice.core.duration import add_months
from backoffice.core.errors import BackofficeError, RefusedError, UsageError
from backoffice.core.words import slug_of
from backoffice.vault import identity, keyfile
from backoffice.vault.secret import Secret

VARIABLE, PASSPHRASE = "BACKOFFICE_CERTIFICATE", "BACKOFFICE_CERTIFICATE_PASSPHRASE"
TRUSTED = "certificates"
"""The folder of a workspace with the certificates that it trusts."""
_LONGEST = 10


def key_path(environment: Mapping[str, str], business: str) -> Path:
    """Return where the key of a business is, beside the identity of the vault, unless another place is named."""
    folder = Path(keyfile.default_path(environment)).parent
    return Path(environment.get(VARIABLE) or folder / "certificates" / f"{slug_of(business)}.p12")


@verb(
    "certificate",
    examples=[
        "backoffice contract certificate",
        'backoffice contract certificate --name "Ada Example" --years 5',
        "backoffice contract certificate -o /media/stick/studio.p12",
    ],
)
@click.option("--name", metavar="TEXT", help="Whose it is: a person's name; else that of the business.")
@click.option(
    "--years",
    type=click.IntRange(1, _LONGEST),
    metavar="N",
    default=3,
    help="How long it can sign from today; 3 unless you say.",
)
@click.option(
    "-o",
    "--output",
    "to",
    type=options.FILE,
    metavar="FILE",
    help="Where to keep the key (PKCS#12); a place outside every repository.",
)
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def certificate(session: Session, *, name: str | None, years: int, to: Path | None, dry_run: bool) -> int:
    """Make a certificate that the business signs PDFs with (`contract seal`), without an authority.

    The key is kept under a passphrase in a file outside the repository; the certificate alone goes to certificates/,
    so that everybody here trusts it. Nobody else vouches for it: it is no qualified signature, and others trust it
    only once they have compared its fingerprint with you.
    """
    from backoffice.formats.certificate import Owner, self_signed

    if to == STANDARD:
        raise UsageError("a key is kept in a file that nobody else can read", hint="-o FILE")
    with session.workspace.locked():
        business = session.refresh().settings.business
        key, owner = to or key_path(session.environment, business.name), Owner(name or business.name)
        identity.require_outside_work_trees(str(key), "the key of a certificate")
        if key.exists():
            hint = "move it away to make another, or keep that elsewhere with -o FILE"
            raise RefusedError(f"there is a certificate already: {key}", hint=hint)
        public = next(path for path in _places(owner.name) if session.workspace.current(path) is None)
        if dry_run:
            output.result(session, [f"make {key}", f"make {public}", DRY], {"make": [str(key), public]})
            return 0
        since = clock.today("UTC")  # other programs compare it with their clocks, whatever day we are told it is
        until = add_months(since, 12 * years)
        full = owner._replace(organisation=business.name, country=business.address.country)
        made = self_signed(full, passphrase=_passphrase(session).reveal(), since=since, until=until)
        _keep(key, made.pkcs12)
        data = {"key": str(key), "certificate": public, "fingerprint": made.fingerprint, "until": str(until)}
        plan = Plan(f"Trust the certificate of {owner.name}", (AddFile(public, made.pem),))
        try:
            return carry_out(session, plan, dry_run=False, said=list(_said(owner.name, data)), data=data)
        except BackofficeError:
            key.unlink()
            raise


def _places(name: str) -> Iterator[str]:
    """Yield the paths that its certificate may have; those of earlier ones stay, since they have signed papers."""
    slug = slug_of(name)
    yield f"{TRUSTED}/{slug}.pem"
    yield from (f"{TRUSTED}/{slug}-{number}.pem" for number in range(2, 1000))


def _passphrase(session: Session) -> Secret:
    """Return the passphrase: from the environment, or typed twice.

    Raises:
        UsageError: when nobody is here to type it.
        RefusedError: when it could be guessed, so that the file alone would be enough to sign with.
    """
    from backoffice.vault.strength import guesses

    said = session.environment.get(PASSPHRASE)
    if said is None and not asking.reachable():
        raise UsageError("nobody is here to type a passphrase", hint=f"${PASSPHRASE} may hold it: secret run")
    found = Secret(said) if said is not None else asking.twice("New passphrase of the certificate")
    if not found or guesses(found, [session.settings.business.name]) is not None:
        hint = "backoffice secret generate makes one that cannot"
        raise RefusedError("this passphrase can be guessed; nothing was written", hint=hint)
    return found


def _keep(path: Path, content: bytes) -> None:
    """Write a file that nobody else can read, in the place of nothing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
    except OSError as error:
        raise RefusedError(f"{path} cannot be written: {error.strerror}") from None


def _said(name: str, data: Mapping[str, str]) -> Iterator[str]:
    yield f"Made a certificate for {name}, good until {data['until']}"
    yield f"  the key, under your passphrase: {data['key']}"
    yield f"  the certificate, trusted here: {data['certificate']}"
    yield f"  fingerprint: {data['fingerprint']}"
    yield "Keep a copy of the key in a safe place; whoever has it and the passphrase signs as you."
    yield "Nobody vouches for it but you: others trust it once they have compared the fingerprint with you."
