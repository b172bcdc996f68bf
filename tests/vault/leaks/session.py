"""A day with the vault: every command once, on entries that hold a canary in each secret field."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cli.secret.safe import Safe

TOTP = "JBSWY3DPEHPK3PXPCANARY23"
CANARY = "canary-5f1e7d2c"


@dataclass(frozen=True)
class Step:
    """One command, what it is given, and with what it may end."""

    words: tuple[str, ...]
    given: str = ""
    codes: tuple[int, ...] = (0,)


def steps(folder: Path, public: str) -> tuple[Step, ...]:
    """Return every command, in an order in which all of them have something to do."""
    return (
        Step(("init", "--no-input")),
        Step(("add", "acme/mail", "--stdin", "--username", "ann", "--url", "https://mail.example.org"), CANARY),
        Step(("edit", "acme/mail", "-f", "pin", "--stdin"), f"{CANARY}-pin"),
        Step(("edit", "acme/mail", "-f", "notes", "--stdin"), f"{CANARY}\nnotes"),
        Step(("edit", "acme/mail", "-f", "totp", "--stdin"), TOTP),
        Step(("edit", "acme/mail", "--editor")),
        Step(("add", "old", "--stdin"), f"{CANARY}-old"),
        Step(("generate", "random")),
        Step(("show", "acme/mail")),
        Step(("show", "acme/mail", "--format", "json")),
        Step(("list", "--long")),
        Step(("find", "acme")),
        Step(("history", "acme/mail")),
        Step(("audit",), codes=(0, 1)),
        Step(("rotate", "old")),
        Step(("move", "old", "older")),
        Step(("init", "--no-input", "--vault", "finance")),
        Step(("move", "older", "finance/older")),
        Step(("remove", "finance/older", "--yes")),
        Step(("restore", "finance/older")),
        Step(("who", "acme/mail")),
        Step(("recipients", "add", "bob", public)),
        Step(("recipients", "list")),
        Step(("recipients", "accept", "--yes")),
        Step(("import", "bitwarden", str(folder / "export.json"))),
        Step(("edit", "acme/mail", "--stdin", "--dry-run"), f"{CANARY}-dry"),
        Step(("run", "--file", "X=acme/mail", "--", sys.executable, "-c", "import os; open(os.environ['X']).read()")),
        Step(("run", "--env", "X=acme/mail", "--", "true")),
        Step(("show", "acme/mail", "-f", "password"), codes=(1,)),
        Step(("inject", "template"), codes=(1,)),
        Step(("export",), codes=(1,)),
        Step(("otp", "acme/mail"), codes=(1,)),
        Step(("unlock",), codes=(1,)),
        Step(("lock",)),
        Step(("hook",)),
        Step(("offboard", "bob", "--yes")),
        Step(("merge",)),
        Step(("accept-older",)),
    )


def prepare(safe: Safe, folder: Path) -> None:
    """Write what the commands are given as files, outside of everything that is searched."""
    item = {"type": 1, "name": "imported", "login": {"username": "ann", "password": CANARY, "uris": []}}
    (folder / "export.json").write_text(json.dumps({"encrypted": False, "folders": [], "items": [item]}))
    (safe.root / "template").write_text("{{ secret:acme/mail }}\n")
