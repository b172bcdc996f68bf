"""Text out of pictures, by ocrmypdf (https://ocrmypdf.readthedocs.io) where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAM = "ocrmypdf"
PATIENCE = 600
"""Seconds for one file."""
_DPI = "200"
"""What a picture is taken to have been scanned with when it does not say."""


def installed() -> bool:
    """Tell whether there is a program for it."""
    return shutil.which(PROGRAM) is not None


def recognised(content: bytes) -> tuple[str, ...] | None:
    """Return the texts of the pages of a PDF or of a picture; None where the program fails."""
    with tempfile.TemporaryDirectory(prefix="backoffice-") as folder:
        source, text = Path(folder, "scan"), Path(folder, "scan.txt")
        source.write_bytes(content)
        words = ["--skip-text", "--quiet", "--image-dpi", _DPI, "--output-type", "none", "--sidecar", str(text)]
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
