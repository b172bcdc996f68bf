"""Age, in memory: every sort of key, and plain words about whatever cannot be opened."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any, TypeAlias
from backoffice.vault import keyfile, ssh_key
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.secret import Secret
from backoffice.vault.shape import ARMORED, BINARY, MAX_BYTES, has_marks

_PLUGIN_RECIPIENT = r"age1([a-z0-9-]+)1[02-9ac-hj-np-z]+"
_PLUGIN_IDENTITY = r"AGE-PLUGIN-([A-Z0-9-]+)-1[02-9AC-HJ-NP-Z]+"

Ask: TypeAlias = Callable[[str], Secret | None]
"""Asks for a passphrase, given what it is for; None where nobody can be asked."""


class NotYoursError(RefusedError):
    """A file is in order, and encrypted for other people."""


class Identity:
    """A private key. It is never shown: ``str`` and ``repr`` say only what sort of key it is.

    Attributes:
        sort: ``x25519``, ``ssh`` or ``plugin NAME``.
    """

    __slots__ = ("_native", "_public", "sort")

    def __init__(self, native: Any, sort: str, public: Callable[[], str]) -> None:  # noqa: ANN401 - pyrage has no types
        self._native = native
        self._public = public
        self.sort = sort

    def public(self) -> str:
        """Return the recipient that belongs to this key: ``age1…`` or ``ssh-ed25519 …``; empty for plugins."""
        return self._public()

    def __repr__(self) -> str:
        return f"Identity({self.sort})"


def is_age(raw: bytes) -> bool:
    """Tell whether bytes begin as an age file does, binary or armored."""
    return raw.startswith(BINARY) or raw.lstrip().startswith(ARMORED)


def encrypt(plain: bytes, recipients: Sequence[str], *, armored: bool = False, plugins: Plugins = NO_PLUGINS) -> bytes:
    """Return ``plain`` encrypted for all ``recipients`` (``age1…``, ``ssh-ed25519 …``, ``ssh-rsa …``).

    Raises:
        RefusedError: There is no recipient, or one of them is none.
    """
    from backoffice.vault import native

    if not recipients:
        raise RefusedError(
            "nothing is encrypted for nobody", hint="add a recipient: `backoffice secret recipients add`"
        )
    natives = [_recipient(each, plugins) for each in recipients]
    try:
        return bytes(native.encrypt(plain, natives, armored=armored))
    except native.EncryptError as error:
        raise RefusedError(f"age could not encrypt: {_one_line(error)}") from None


def decrypt(raw: bytes, identities: Sequence[Identity], *, path: str) -> bytes:
    """Return what an age file holds; ``path`` is for messages.

    Raises:
        RefusedError: It is too large, no age file, damaged, or for none of the ``identities``.
    """
    from backoffice.vault import native

    _require_age(raw, path)
    try:
        armored = raw.lstrip().startswith(ARMORED)  # white space around the armor is no damage
        return bytes(native.decrypt(raw.strip() + b"\n" if armored else raw, [each._native for each in identities]))  # noqa: SLF001 - one module's own
    except native.DecryptError as error:
        raise _undecrypted(str(error), path) from None


def _require_age(raw: bytes, path: str) -> None:
    require_size(len(raw), path)
    if has_marks(raw):
        hint = "`backoffice secret merge` merges it, from what git keeps of both sides"
        raise RefusedError(f"{path} has unresolved merge marks", hint=hint)
    if not is_age(raw):
        what = "is no age file" if raw else "is empty"
        raise RefusedError(f"{path} {what}", hint=f"bring back the last good one: `git log -- {path}`")


def require_size(size: int, path: str) -> None:
    """Refuse a file of so many bytes if it is too large to be decrypted.

    Raises:
        RefusedError: saying how large it is.
    """
    if size > MAX_BYTES:
        raise RefusedError(f"{path} has {size:,} bytes; {MAX_BYTES:,} are allowed")


def _undecrypted(problem: str, path: str) -> RefusedError:
    if "No matching keys" in problem:
        hint = "somebody who can read it adds your public key: `backoffice secret recipients add`"
        return NotYoursError(f"{path} is not encrypted for any of your keys", hint=hint)
    return RefusedError(
        f"{path} is damaged or was tampered with", hint=f"bring back the last good one: `git log -- {path}`"
    )


def checked_recipient(text: str, *, plugins: Plugins = NO_PLUGINS) -> str:
    """Return a recipient without white space around it, and without the comment of an ssh key.

    Raises:
        RefusedError: It is none that can be encrypted for: it is misspelt, a private key, of a sort that age does not
            know, or of a plugin that is not in ``plugins``.
    """
    if "PRIVATE KEY" in text or "SECRET-KEY" in text.upper() or text.strip().startswith("AGE-PLUGIN-"):
        hint = "give the public key: age1… or ssh-ed25519 …; if anybody else saw the private one, make a new one"
        raise RefusedError("this is a private key, not a recipient", hint=hint)
    words = text.split()
    recipient = " ".join(words[:2] if words[:1] and words[0].startswith("ssh-") else words)
    _recipient(recipient, plugins)
    return recipient


def _recipient(text: str, plugins: Plugins) -> Any:  # noqa: ANN401 - pyrage has no types
    from backoffice.vault import native

    plugin = re.fullmatch(_PLUGIN_RECIPIENT, text)
    if plugin:
        return _plugin_recipient(plugin[1], text, plugins)
    sort = native.ssh.Recipient if text.startswith("ssh-") else native.x25519.Recipient
    try:
        return sort.from_str(text)
    except native.RecipientError:
        hint = "recipients are age1…, ssh-ed25519 … or ssh-rsa …"
        raise RefusedError(f"{_shortened(text)!r} is no recipient", hint=hint) from None


def _plugin_recipient(name: str, text: str, plugins: Plugins) -> Any:  # noqa: ANN401 - pyrage has no types
    from backoffice.vault import native

    plugins.require(name)
    try:
        return native.plugin.RecipientPluginV1(name, [native.plugin.Recipient.from_str(text)], [], plugins.talk)
    except (native.RecipientError, native.EncryptError) as error:
        raise RefusedError(f"the age plugin {name} cannot be used: {_one_line(error)}") from None


def _plugin_identity(name: str, text: str, plugins: Plugins) -> Any:  # noqa: ANN401 - pyrage has no types
    from backoffice.vault import native

    plugins.require(name)
    try:
        return native.plugin.IdentityPluginV1(name, [native.plugin.Identity.from_str(text)], plugins.talk)
    except (native.IdentityError, native.DecryptError) as error:
        raise RefusedError(f"the age plugin {name} cannot be used: {_one_line(error)}") from None


def is_protected(raw: bytes) -> bool:
    """Tell whether the private keys in a file are under a passphrase."""
    return is_age(raw) or (ssh_key.is_ssh_key(raw) and ssh_key.is_protected(raw))


PASSPHRASE_TRIES = 12
"""How often a busy machine is measured again before it is said to be too slow for a passphrase."""
PAUSE = 0.25
"""Seconds between two of these."""


def unprotected(raw: bytes, *, path: str, ask: Ask) -> bytes:
    """Return the content of an identity file without its passphrase, asking for that where there is one.

    Raises:
        RefusedError: The passphrase is wrong or cannot be asked for, or the file is too large.
    """
    if len(raw) > keyfile.MAX_BYTES:
        raise RefusedError(f"{path} is too large for an identity")
    if not is_protected(raw):
        return raw
    passphrase = ask(path)
    if passphrase is None:
        hint = "run `backoffice secret unlock` in a terminal first"
        raise RefusedError(f"{path} is under a passphrase and nobody can be asked for it", hint=hint)
    if ssh_key.is_ssh_key(raw):
        return ssh_key.unprotected(raw, passphrase, path=path)
    return _without_passphrase(raw, passphrase, path)


def _without_passphrase(raw: bytes, passphrase: Secret, path: str) -> bytes:
    """Return what a passphrase opens.

    The library measures how fast the machine is right now and refuses what would take it too long: a key made while
    the machine was idle, and opened while it was very busy, is no wrong passphrase.
    """
    from backoffice.vault import native

    for _ in range(PASSPHRASE_TRIES):
        try:
            return bytes(native.passphrase.decrypt(raw, passphrase.reveal()))
        except native.DecryptError as error:
            if "Excessive work" not in str(error):
                raise RefusedError(f"the passphrase does not open {path}") from None
        time.sleep(PAUSE)
    message = f"{path} takes too much work to open while this machine is as busy as now"
    raise RefusedError(message, hint="try again in a moment")


def identities_of(raw: bytes, *, path: str, ask: Ask, plugins: Plugins = NO_PLUGINS) -> list[Identity]:
    """Return the private keys in a file: age identities, an ssh key, or either under a passphrase.

    Raises:
        RefusedError: It holds none, or the passphrase is wrong or cannot be asked for.
    """
    plain = unprotected(raw, path=path, ask=ask)
    found = [_ssh_identity(plain, path)] if ssh_key.is_ssh_key(plain) else list(_age_identities(plain, path, plugins))
    if not found:
        raise RefusedError(f"{path} holds no private key", hint="an identity file has a line AGE-SECRET-KEY-1…")
    return found


def _ssh_identity(plain: bytes, path: str) -> Identity:
    from backoffice.vault import native

    try:
        key = native.ssh.Identity.from_buffer(plain)
    except native.IdentityError:
        raise RefusedError(f"age cannot use the ssh key {path}", hint="it knows ssh-ed25519 and ssh-rsa keys") from None
    return Identity(key, "ssh", lambda: ssh_key.public_of(plain))


def _age_identities(plain: bytes, path: str, plugins: Plugins) -> Iterator[Identity]:
    from backoffice.vault import native

    for number, line in enumerate(plain.decode(errors="replace").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if plugin := re.fullmatch(_PLUGIN_IDENTITY, text):
            name = plugin[1].lower()
            yield Identity(_plugin_identity(name, text, plugins), f"plugin {name}", str)
            continue
        try:
            key = native.x25519.Identity.from_str(text)
        except native.IdentityError:
            raise RefusedError(f"{path}:{number}: this is no age identity") from None
        yield Identity(key, "x25519", partial(str, key.to_public()))


def new_identity() -> tuple[Secret, str]:
    """Return a new X25519 identity (``AGE-SECRET-KEY-1…``) and its recipient (``age1…``)."""
    from backoffice.vault import native

    key = native.x25519.Identity.generate()
    return Secret(str(key)), str(key.to_public())  # pyrage has no other way to the key it has just made


def encrypt_with_passphrase(plain: Secret, passphrase: Secret) -> bytes:
    """Return ``plain`` under a passphrase, armored, as ``age -p -a`` does: for identity files and nothing else."""
    from backoffice.vault import native

    return bytes(native.passphrase.encrypt(plain.reveal().encode(), passphrase.reveal(), armored=True))


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:36]}…"  # noqa: PLR2004 - what fits a line of an error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
