"""Reading PDFs in a process of its own that has little time, little memory, and nothing of ours but the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple, Self

import backoffice
from backoffice.formats.pdf_text import PdfText

_ROOT = Path(backoffice.__file__).resolve().parent.parent
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
_PATIENCE = 4
"""The clock on the wall may show so many times the processor time, since other work may be in the way."""


class Limits(NamedTuple):
    """What one file may take: seconds of processor time, megabytes of address space."""

    seconds: int = 30
    megabytes: int = 1024


class Reader:
    """One reading process, started when it is first needed and again after it had to be killed."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - a frozen value
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Return the reader."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._stop()

    def read(self, content: bytes) -> PdfText:
        """Return the text of a PDF; where it takes too much, that it does."""
        process = self._process = self._process or self._started()
        watch = threading.Timer(self._limits.seconds * _PATIENCE, process.kill)
        watch.start()
        try:
            return self._asked(process, content)
        except (BrokenPipeError, EOFError):
            self._stop()
            return PdfText(said=f"reading it took more than {self._limits.seconds} s or {self._limits.megabytes} MB")
        finally:
            watch.cancel()

    def _asked(self, process: subprocess.Popen[bytes], content: bytes) -> PdfText:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(b"%d\n" % len(content))
        process.stdin.write(content)
        process.stdin.flush()
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        said = json.loads(line)
        return PdfText(tuple(said["pages"]), said["said"])

    def _started(self) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="backoffice-")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return subprocess.Popen(
            # -P: never import from the folder one happens to be in
            [sys.executable, "-P", "-m", "backoffice.formats.pdf_worker", *(str(each) for each in self._limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": self._folder.name},
            cwd=self._folder.name,
        )

    def _stop(self) -> None:
        process, folder = self._process, self._folder
        self._process = self._folder = None
        if process and folder:
            process.kill()
            process.communicate()
            folder.cleanup()
