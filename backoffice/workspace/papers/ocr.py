"""Text out of pictures, by ocrmypdf (https://ocrmypdf.readthedocs.io) where that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAM = "ocrmypdf"
LETTERS = "tesseract"
"""What ocrmypdf has letters recognised by (https://tesseract-ocr.github.io)."""
NO_LANGUAGES = ("osd", "equ")
"""Data of its that recognise directions and formulas."""
PATIENCE = 600
"""Seconds for one file."""
MOMENT = 30
"""Seconds to list languages in."""
_DPI = "200"
"""What a picture is taken to have been scanned with when it does not say."""


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


def recognised(content: bytes) -> tuple[str, ...] | None:
    """Return the texts of the pages of a PDF or of a picture; None where the program fails."""
    with tempfile.TemporaryDirectory(prefix="backoffice-") as folder:
        source, text = Path(folder, "scan"), Path(folder, "scan.txt")
        source.write_bytes(content)
        words = [
            *_languages(),
            "--skip-text",
            "--quiet",
            "--image-dpi",
            _DPI,
            "--output-type",
            "none",
            "--sidecar",
            str(text),
        ]
        try:
            done = subprocess.run(
                [PROGRAM, *words, str(source), "-"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode or not text.exists():
            return None
        return tuple(page.strip() for page in text.read_text("utf-8", "replace").split("\f"))
