"""What is kept of a crash: a file in the user's state directory, for the user to read and send."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Mapping
from pathlib import Path

from backoffice import __version__
from backoffice.cli import clock


def report(environment: Mapping[str, str], command: str, fault: Exception) -> str:
    """Write the report and return where it is; it holds the traceback, no records and no environment."""
    text = "\n".join(
        [
            f"backoffice {__version__}, Python {platform.python_version()}, {platform.system()}",
            f"command: {command}",
            "",
            *traceback.format_exception(fault),
        ]
    )
    home = environment.get("XDG_STATE_HOME", "")
    folder = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    file = folder / "backoffice" / "crashes" / f"{clock.stamp()}.txt"
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return text
    return str(file)
