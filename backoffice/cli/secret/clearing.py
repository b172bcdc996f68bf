"""The process that clears the clipboard: it is told what to look for as a keyed hash, and sees only what is there."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

from backoffice.cli.programs import fed, output_of
from backoffice.cli.secret.clipboard import CLIPBOARDS, hashed


def clear(told: bytes, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Wait, and clear the clipboard if it still holds what was copied; tell whether it did."""
    wanted = json.loads(told)
    clipboard = CLIPBOARDS[wanted["clipboard"]]
    sleep(wanted["seconds"])
    found = output_of(clipboard.paste)
    pasted = {hashed(bytes.fromhex(wanted["key"]), each) for each in (found or b"", (found or b"").rstrip(b"\r\n"))}
    if wanted["hash"] not in pasted:
        return False
    fed(clipboard.clear or clipboard.copy, b"")
    return True


if __name__ == "__main__":
    clear(sys.stdin.buffer.read())
