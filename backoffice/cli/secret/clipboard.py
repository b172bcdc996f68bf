"""The clipboard: filled through standard input, cleared by a process of its own that knows only a hash."""

from __future__ import annotations

import hmac
import json
import secrets
import shutil
import sys
from collections.abc import Mapping

from backoffice.cli.programs import fed, left_running, output_of
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault.secret import Secret

SECONDS = 30


class Clipboard(NamedTuple):
    """The programs of one sort of clipboard; none of them takes what it copies as an argument.

    Attributes:
        needs: The variable of the environment without which it does not work; empty for none.
        copy: Reads standard input.
        paste: Prints what the clipboard holds.
        clear: Empties it; where that needs no program of its own, ``copy`` with nothing.
        sensitive: What tells managers of clipboards to keep no history, where that is known.
    """

    needs: str
    copy: tuple[str, ...]
    paste: tuple[str, ...]
    clear: tuple[str, ...] = ()
    sensitive: str = ""


CLIPBOARDS = {
    "wayland": Clipboard(
        "WAYLAND_DISPLAY", ("wl-copy",), ("wl-paste", "--no-newline"), ("wl-copy", "--clear"), "--sensitive"
    ),
    "xclip": Clipboard("DISPLAY", ("xclip", "-selection", "clipboard"), ("xclip", "-selection", "clipboard", "-o")),
    "xsel": Clipboard(
        "DISPLAY", ("xsel", "--clipboard", "--input"), ("xsel", "--clipboard", "--output"), ("xsel", "-b", "--clear")
    ),
    "macos": Clipboard("", ("pbcopy",), ("pbpaste",)),
    "termux": Clipboard("TERMUX_VERSION", ("termux-clipboard-set",), ("termux-clipboard-get",)),
    "windows": Clipboard(
        "WSL_DISTRO_NAME", ("clip.exe",), ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw")
    ),
}


def chosen(environment: Mapping[str, str]) -> str:
    """Return the name of the first clipboard that works here.

    Raises:
        RefusedError: There is none.
    """
    for name, each in CLIPBOARDS.items():
        if (
            (not each.needs or environment.get(each.needs))
            and shutil.which(each.copy[0])
            and shutil.which(each.paste[0])
        ):
            return name
    raise RefusedError("there is no clipboard here", hint="install wl-clipboard, xclip or xsel")


def copy(environment: Mapping[str, str], secret: Secret, *, seconds: int = SECONDS) -> int:
    """Copy a secret and have it cleared, unless something else was copied by then; return after how many seconds.

    Raises:
        RefusedError: There is no clipboard, or it does not take it.
    """
    name = chosen(environment)
    clipboard = CLIPBOARDS[name]
    if fed([*clipboard.copy, *_hints(clipboard)], secret.reveal().encode()):
        raise RefusedError(f"{clipboard.copy[0]} failed; nothing was copied")
    module = "backoffice.cli.secret.clearing"
    left_running([sys.executable, "-P", "-m", module], watched(name, secret, seconds))
    return seconds


def _hints(clipboard: Clipboard) -> tuple[str, ...]:
    if not clipboard.sensitive:
        return ()
    helped = output_of([clipboard.copy[0], "--help"]) or b""
    return (clipboard.sensitive,) if clipboard.sensitive.encode() in helped else ()


def watched(name: str, secret: Secret, seconds: int) -> bytes:
    """Return what the process that clears the clipboard is told on its standard input: a keyed hash and no secret."""
    key = secrets.token_bytes(32)
    told = {"clipboard": name, "key": key.hex(), "hash": hashed(key, secret.reveal().encode()), "seconds": seconds}
    return json.dumps(told).encode()


def hashed(key: bytes, content: bytes) -> str:
    """Return the keyed hash by which what is in the clipboard is known again."""
    return hmac.digest(key, content, "sha256").hex()
