"""What this machine has seen of each vault, remembered outside the repository, so that nothing older or forged passes.

``folder`` is the user's state folder for the workspace (``workspace.place.state_dir``). Nothing secret is stored.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from backoffice.core.errors import RefusedError
from backoffice.vault import seen

_PLUGINS = "plugins.txt"
_DIGEST = r"[0-9a-f]{64}"


class ForgetfulError(RefusedError):
    """What was seen cannot be remembered: the disk is full, or may not be written."""


class Pin(NamedTuple):
    """What is known of one vault: SHA-256 of its store key in hexadecimal, the highest revision, and earlier keys."""

    key: str
    rev: int
    before: tuple[str, ...] = ()


def pinned(folder: str, vault: str) -> Pin | None:
    """Return what was pinned of a vault; None at first contact.

    Raises:
        RefusedError: The pin is there and cannot be read: it is never taken for absent.
    """
    raw = _read(folder, f"{vault}.json")
    if raw is None:
        return None
    import json

    try:
        tree = json.loads(raw)
        key, rev, before = tree["key"], tree["rev"], tuple(tree["before"])
    except (ValueError, KeyError, TypeError):
        raise _unreadable(folder, vault) from None
    if type(rev) is not int or not all(
        isinstance(each, str) and re.fullmatch(_DIGEST, each) for each in (key, *before)
    ):
        raise _unreadable(folder, vault)
    return Pin(key, rev, before)


def keep(folder: str, vault: str, pin: Pin) -> None:
    """Remember a pin, atomically; a lower revision under the same key does not replace a higher one.

    Raises:
        ForgetfulError: It cannot be written.
    """
    import json

    before = pinned(folder, vault)
    if before == pin or (before and before.key == pin.key and before.rev > pin.rev):
        return
    _write(folder, f"{vault}.json", json.dumps(pin._asdict()).encode() + b"\n")


def forget(folder: str, vault: str) -> None:
    """Forget a vault, so that the next opening is a first contact."""
    with suppress(FileNotFoundError):
        os.unlink(seen.path_of(folder, f"{vault}.json"))


def accepted(folder: str) -> bytes | None:
    """Return the exact bytes of ``secrets/recipients.yaml`` that were accepted last; None before the first time."""
    return _read(folder, seen.RECIPIENTS)


def accept(folder: str, raw: bytes) -> None:
    """Remember the bytes of ``secrets/recipients.yaml`` as those to encrypt for, atomically."""
    _write(folder, seen.RECIPIENTS, raw)


def keep_signers(folder: str, text: str) -> str:
    """Write the public keys by which signatures are checked, and return the path of the file."""
    _write(folder, "signers", text.encode())
    return seen.path_of(folder, "signers")


def plugins(folder: str) -> frozenset[str]:
    """Return the names of the age plugins that the user has allowed."""
    return frozenset((_read(folder, _PLUGINS) or b"").decode(errors="replace").split())


def keep_plugins(folder: str, names: frozenset[str]) -> None:
    """Remember the names of the age plugins that the user allows, and no others."""
    _write(folder, _PLUGINS, "".join(f"{name}\n" for name in sorted(names)).encode())


def _read(folder: str, name: str) -> bytes | None:
    try:
        return seen.read(folder, name)
    except OSError as error:
        raise RefusedError(f"{seen.path_of(folder, name)} cannot be read: {error.strerror}") from error


def _write(folder: str, name: str, content: bytes) -> None:
    try:
        seen.write(folder, name, content)
    except OSError as error:
        path = seen.path_of(folder, name)
        message = f"what this machine has seen cannot be remembered in {path}: {error.strerror}"
        raise ForgetfulError(message, hint="make room, or take the folder back; it guards against old vaults") from None


def _unreadable(folder: str, vault: str) -> RefusedError:
    hint = "it guards against old and forged vaults; if you know why it is broken, delete it"
    return RefusedError(f"{seen.path_of(folder, f'{vault}.json')} is damaged", hint=hint)
