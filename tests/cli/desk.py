"""A desk to try commands at: a small business in a folder, and the command line in this process."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backoffice.__main__ import main

SETTINGS = """\
business:
  name: Studio Ada
  vat_id: DE136695976
  address: {street: Hauptstr. 1, postcode: "10115", city: Berlin, country: DE}
currency: EUR
timezone: Europe/Berlin
tax: standard
taxes:
  standard: {category: S, rates: [{since: 2007-01-01, rate: 19}]}
"""
ACME = "---\nname: Acme GmbH\naddress: {city: Hamburg, country: DE}\n---\nPays late.\n"
DRAFT = "---\nclient: acme\nsubject: Website\nlines:\n  - {text: Design, quantity: 2, unit: day, price: 500}\n---\n"
FILES: Mapping[str, str] = {"backoffice.yaml": SETTINGS, "clients/acme.md": ACME, "invoices/drafts/website.md": DRAFT}


@dataclass
class Said:
    """What a command printed and returned."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command answers
        return json.loads(self.out)


@dataclass
class Desk:
    """A folder, and commands run in it on 2026-11-21."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"BACKOFFICE_TODAY": "2026-11-21", "NO_COLOR": "1"})

    def write(self, files: Mapping[str, str] = FILES) -> None:
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, text=True, check=True)
        return done.stdout

    def run(self, *words: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        before, at = dict(os.environ), Path.cwd()
        os.environ.update(self.environment)
        os.chdir(self.root)
        stdin, sys.stdin = sys.stdin, io.StringIO()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(words)
        finally:
            sys.stdin = stdin
            os.chdir(at)
            os.environ.clear()
            os.environ.update(before)
        return Said(code, out.getvalue(), err.getvalue())
