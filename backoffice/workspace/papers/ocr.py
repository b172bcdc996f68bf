"""Text out of pictures, by ocrmypdf (https://ocrmypdf.readthedocs.io) where that is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

PROGRAM = "ocrmypdf"
LETTERS = "tesseract"
"""What ocrmypdf has letters recognised by (https://tesseract-ocr.github.io)."""
NO_LANGUAGES = ("osd", "equ")
"""Data of its that recognise directions and formulas."""
PATIENCE = 600
"""Seconds for one file."""
MEGABYTES = 4096
"""Memory for each program that has a part in it: an A3 sheet at 600 dots an inch, in colour, takes 800."""
MOMENT = 30
"""Seconds to list languages in."""
_DPI = "200"
"""What a picture is taken to have been scanned with when it does not say."""
_ALWAYS = ("--skip-text", "--quiet", "--image-dpi", _DPI, "--output-type", "none")
_CONFINED = 'ulimit -v "$0" 2>/dev/null; exec "$@"'
"""What a shell does before it becomes the program; where there is no such limit (macOS), time is the only one."""
_LONGEST = 160


class Letters(NamedTuple):
    """The texts of pages, or why they cannot be had."""

    pages: tuple[str, ...] = ()
    said: str = ""


def installed() -> bool:
    """Tell whether there is a program for it."""
    return shutil.which(PROGRAM) is not None


def _languages() -> list[str]:
    """Return the option for all languages that are installed; in the wrong one, umlauts and accents are lost."""
    try:
        said = subprocess.run([LETTERS, "--list-langs"], capture_output=True, text=True, timeout=MOMENT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    names = [line for line in said.stdout.splitlines()[1:] if re.fullmatch("[a-z]{3}(_[a-z]+)?", line)]
    return ["--language", "+".join(chosen)] if (chosen := [name for name in names if name not in NO_LANGUAGES]) else []


def recognised(content: bytes) -> Letters:
    """Return the texts of the pages of a PDF or of a picture, or why there are none."""
    with tempfile.TemporaryDirectory(prefix="backoffice-") as folder:
        source, text, complaints = Path(folder, "scan"), Path(folder, "scan.txt"), Path(folder, "complaints")
        source.write_bytes(content)
        try:
            code = _run([PROGRAM, *_languages(), *_ALWAYS, "--sidecar", str(text), str(source), "-"], complaints)
        except (OSError, subprocess.TimeoutExpired):
            code = None
        if code == 0 and text.exists():
            return Letters(tuple(page.strip() for page in text.read_text("utf-8", "replace").split("\f")))
        return Letters(said=_given_up(code, complaints))


def _run(command: list[str], complaints: Path) -> int:
    """Run a program with little memory and time; those that it has started end with it, and leave nothing behind."""
    confined = ["sh", "-c", _CONFINED, str(MEGABYTES << 10), *command]
    with complaints.open("wb") as said:
        process = subprocess.Popen(
            confined,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, "TMPDIR": str(complaints.parent)},
            start_new_session=True,
        )
    try:
        return process.wait(PATIENCE)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise


def _given_up(code: int | None, complaints: Path) -> str:
    lines = complaints.read_text("utf-8", "replace").split("\n") if complaints.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), f"it ended with {code}")
    why = "that is not enough" if code is None else last[:_LONGEST]
    return f"{PROGRAM} gave up on it, with {PATIENCE} s and {MEGABYTES} MB: {why}"
