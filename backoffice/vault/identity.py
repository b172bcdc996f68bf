"""The user's own private key: made and kept outside every repository, for nobody else to read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.hints import TypeAlias
from backoffice.core.named import NamedTuple
from backoffice.vault import age, keyfile, ssh_key
from backoffice.vault import unlock as keyring
from backoffice.vault.age import Ask, Identity
from backoffice.vault.keyfile import VARIABLE, default_path, home
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.secret import Secret

StrPath: TypeAlias = str | os.PathLike[str]

_SSH = ("id_ed25519", "id_rsa")


class Made(NamedTuple):
    """A new identity: where its file is, and the recipient to encrypt for."""

    path: str
    recipient: str


def make(path: StrPath, *, passphrase: Secret | None = None, comment: str = "") -> Made:
    """Make a new identity in a new file with mode 0600, in the format of ``age-keygen``, or of ``age -p`` around it.

    Raises:
        RefusedError: There is something at ``path`` already, or it is inside a git work tree.
    """
    path = os.fspath(path)
    require_outside_work_trees(path)
    secret, recipient = age.new_identity()
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
    content = _content(_text(secret, recipient, comment), passphrase)
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise RefusedError(f"{path} exists already", hint="an identity is never overwritten") from None
    _fill(fd, content)
    return Made(path, recipient)


def _text(secret: Secret, recipient: str, comment: str) -> Secret:
    lines = [f"# {line}" for line in comment.splitlines()]
    return Secret("\n".join([*lines, f"# public key: {recipient}", secret.reveal(), ""]))


def _content(text: Secret, passphrase: Secret | None) -> bytes:
    return age.encrypt_with_passphrase(text, passphrase) if passphrase else text.reveal().encode()


def _fill(fd: int, content: bytes) -> None:
    with open(fd, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def protect(path: StrPath, passphrase: Secret, *, ask: Ask) -> None:
    """Put the identity file at ``path`` under a passphrase, or under another one.

    Raises:
        RefusedError: as ``load``; for an ssh key, which ``ssh-keygen -p`` protects.
    """
    path = os.fspath(path)
    raw = _read(path)
    if ssh_key.is_ssh_key(raw):
        raise RefusedError(f"{path} is an ssh key", hint=f"protect it with `ssh-keygen -p -f {path}`")
    plain = age.unprotected(raw, path=path, ask=ask)
    age.identities_of(plain, path=path, ask=ask, plugins=NO_PLUGINS)
    folder, name = os.path.split(path)
    waiting = os.path.join(folder, f".{name}.{os.getpid()}")
    fd = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    _fill(fd, _content(Secret(plain.decode()), passphrase))
    os.replace(waiting, path)
    keyring.forget(path)


def find(environment: Mapping[str, str], *, explicit: str = "") -> list[str]:
    """Return the identity files to try: the one named, else the user's own, else the user's ssh keys.

    Raises:
        MissingError: There is none; or the one that is named does not exist.
    """
    named = explicit or environment.get(VARIABLE, "")
    if named:
        if not os.path.exists(named):
            raise MissingError(f"there is no identity {named}")
        return [named]
    own = default_path(environment)
    ssh = [os.path.join(home(environment), ".ssh", name) for name in _SSH]
    found = [path for path in (own, *ssh) if os.path.exists(path)]
    if not found:
        hint = "make one with `backoffice secret init`, or name one with --identity"
        raise MissingError(f"you have no identity: there is no {own}", hint=hint)
    return found[:1] if found[0] == own else found


def load(path: StrPath, *, ask: Ask, plugins: Plugins = NO_PLUGINS) -> list[Identity]:
    """Return the private keys in an identity file, from the keyring while it is unlocked.

    Raises:
        RefusedError: It is a link or no regular file, others may read or write it, it lies in a git work tree, it
            belongs to another user, or it holds no key that can be used.
    """
    path = os.fspath(path)
    raw = _read(path)
    if age.is_protected(raw) and (kept := keyring.kept(path)):
        raw = kept.reveal().encode()
    return age.identities_of(raw, path=path, ask=ask, plugins=plugins)


def is_protected(path: StrPath) -> bool:
    """Tell whether an identity file is under a passphrase; raises as ``load`` does where the file is not safe."""
    return age.is_protected(_read(os.fspath(path)))


def unlock(path: StrPath, *, ask: Ask, seconds: int) -> bool:
    """Ask for the passphrase of an identity now, so that ``load`` need not for a while; tell whether that was possible.

    Raises:
        RefusedError: as ``load``; or the identity is not under a passphrase.
    """
    path = os.fspath(path)
    raw = _read(path)
    if not age.is_protected(raw):
        hint = "`backoffice secret init --protect` puts it under one"
        raise RefusedError(f"{path} is not under a passphrase: it is always unlocked", hint=hint)
    plain = age.unprotected(raw, path=path, ask=ask)
    return keyring.keep(path, Secret(plain.decode()), seconds=seconds)


def require_outside_work_trees(path: str, what: str = "an identity") -> None:
    """See that nobody commits what may never be in a repository.

    Raises:
        RefusedError: when ``path`` is inside a git work tree.
    """
    with _safely():
        keyfile.require_outside_work_trees(path, what)


def _read(path: str) -> bytes:
    """Return the bytes of an identity file that nobody else can read or replace unseen."""
    with _safely():
        try:
            return keyfile.read(path)
        except FileNotFoundError:
            raise MissingError(f"there is no identity {path}") from None
    raise AssertionError  # what is not safe has been refused


@contextmanager
def _safely() -> Iterator[None]:
    try:
        yield
    except keyfile.UnsafeError as error:
        raise RefusedError(error.message, hint=error.hint) from None
