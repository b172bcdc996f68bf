"""Processes of ours that have little time, little memory, and nothing of ours but what they are asked.

What others have made, or what takes for ever, takes down such a process, not the command. ``limits`` is the other end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import backoffice
from backoffice.core.hints import Any, Self
from backoffice.core.named import NamedTuple

_ROOT = Path(backoffice.__file__).resolve().parent.parent
_KEPT = (
    *("PATH", "HOME", "LANG", "XDG_CACHE_HOME"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
)
"""What of our environment such a process needs: where libraries, fonts and their cache are."""
_PATIENCE = 4
"""The clock on the wall may show so many times the processor time, since other work may be in the way."""


class Limits(NamedTuple):
    """What one question may take: seconds of processor time, megabytes of address space."""

    seconds: int = 30
    megabytes: int = 2048

    def __str__(self) -> str:
        """Return them as people say them."""
        return f"{self.seconds} seconds or {self.megabytes} MB"


USUAL = Limits()


class EndedError(Exception):
    """The process ended before it had answered; what it says is the last that the process complained of."""


class Confined:
    """A module in a process of its own, started when it is first asked and again after it had to be killed."""

    def __init__(self, module: str, limits: Limits = USUAL) -> None:
        """Start nothing yet."""
        self.module = module
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and remove what it left in its temporary folder."""
        self._stop()

    def ask(self, question: bytes) -> tuple[dict[str, Any], bytes]:
        """Return what the process says to a question, and the bytes that come with it.

        Raises:
            EndedError: when it ended before it had answered.
        """
        process = self._process = self._process or self._started()
        watch = threading.Timer(self.limits.seconds * _PATIENCE, process.kill)
        watch.start()
        try:
            return _answer(process, question)
        except (BrokenPipeError, EOFError):
            raise EndedError(self._stop()) from None
        finally:
            watch.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="backoffice-")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        with (Path(self._folder.name) / "stderr").open("wb") as complaints:
            return subprocess.Popen(
                # -P: never import from the folder one happens to be in
                [sys.executable, "-P", "-m", self.module, *(str(each) for each in self.limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=kept | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": self._folder.name},
                cwd=self._folder.name,
            )

    def _stop(self) -> str:
        """End the process; return the last thing it complained of."""
        process, folder = self._process, self._folder
        self._process = self._folder = None
        if process is None or folder is None:
            return ""
        process.kill()
        process.communicate()
        complaints = (Path(folder.name) / "stderr").read_text("utf-8", "replace").split("\n")
        folder.cleanup()
        return next((line.strip() for line in reversed(complaints) if line.strip()), "")


def _answer(process: subprocess.Popen[bytes], question: bytes) -> tuple[dict[str, Any], bytes]:
    assert process.stdin and process.stdout  # noqa: S101, PT018 - they were asked for
    process.stdin.write(question)
    process.stdin.flush()
    line = process.stdout.readline()
    said = json.loads(line) if line.endswith(b"\n") else {"size": 1}
    content = process.stdout.read(said.get("size", 0))
    if len(content) < said.get("size", 0):
        raise EOFError
    return said, content
