"""The process that clears the clipboard: it is told what to look for as a keyed hash, and sees only what is there."""

from __future__ import annotations

import hmac
import json
import secrets
import sys
import time
from collections.abc import Callable

from backoffice.cli.programs import fed, output_of
from backoffice.cli.secret.clipboard import CLIPBOARDS
from backoffice.vault.secret import Secret


def watched(name: str, secret: Secret, seconds: int) -> bytes:
    """Return what this process is told on its standard input."""
    key = secrets.token_bytes(32)
    told = {"clipboard": name, "key": key.hex(), "hash": _hash(key, secret.reveal().encode()), "seconds": seconds}
    return json.dumps(told).encode()


def clear(told: bytes, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Wait, and clear the clipboard if it still holds what was copied; tell whether it did."""
    wanted = json.loads(told)
    clipboard = CLIPBOARDS[wanted["clipboard"]]
    sleep(wanted["seconds"])
    found = output_of(clipboard.paste)
    pasted = {_hash(bytes.fromhex(wanted["key"]), each) for each in (found or b"", (found or b"").rstrip(b"\r\n"))}
    if wanted["hash"] not in pasted:
        return False
    fed(clipboard.clear or clipboard.copy, b"")
    return True


def _hash(key: bytes, content: bytes) -> str:
    return hmac.digest(key, content, "sha256").hex()


if __name__ == "__main__":
    clear(sys.stdin.buffer.read())
