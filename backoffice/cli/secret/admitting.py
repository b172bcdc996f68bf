"""`secret recipients add NAME KEY...`: without all that other commands need, where everything is as usual.

See ``quick``. Whatever goes wrong before anything is written leaves the command to itself, which begins anew. So does
what goes wrong later: it finishes what was begun, finds the person let in already, and says what is the matter.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from backoffice.cli.secret.glimpse import Glimpse, printed
from backoffice.cli.secret.there import PEOPLE
from backoffice.vault import admission, glance, seen
from backoffice.vault.shape import RECIPIENTS, place_of
from backoffice.workspace import files
from backoffice.workspace.applied import Applied
from backoffice.workspace.lock import holding
from backoffice.workspace.place import SETTINGS, Place

_OPTIONS = {f"--{name}": name for name in ("identity", "vault", "workspace")}
_ZONE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/-")


class Asked:
    """Who is to be let in, with which keys, to which vaults; and the options by name."""

    __slots__ = ("keys", "name", "options", "vaults")

    def __init__(self, words: Sequence[str]) -> None:
        """Read the words that follow ``add``.

        Raises:
            ValueError: One of them is not usual.
        """
        self.vaults: list[str] = []
        self.options: dict[str, str] = {}
        free: list[str] = []
        rest = iter(words)
        for word in rest:
            option, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
            if not word.startswith("-"):
                free.append(word)
                continue
            value = value if equals else next(rest, "")
            if not value or (_OPTIONS[option] != "vault" and _OPTIONS[option] in self.options):
                raise ValueError(word)
            if option == "--vault":
                self.vaults.append(value)
            else:
                self.options[_OPTIONS[option]] = value
        self.name, *self.keys = free
        self.keys = [" ".join(key.split()[: 2 if key.startswith("ssh-") else None]) for key in self.keys]
        if not self.keys:
            raise ValueError(self.name)


def answered(words: Sequence[str]) -> int | None:
    """Answer ``secret recipients WORDS``, and return the exit code; None where this is not for here."""
    if words[:1] != ["add"]:
        return None
    try:
        asked = Asked(words[1:])
        glimpse = Glimpse(asked.options)
        with holding(glimpse.place, "backoffice", patience=0):
            reads, applied = _admitted(glimpse, asked)
    except Exception:  # noqa: BLE001 - met again by the command, and told there
        return None
    code = printed(f"{asked.name} can read {', '.join(reads)} now.\n")
    if applied.edits:
        sys.stderr.write(f"backoffice: what was there uncommitted was committed first, as {applied.edits[:12]}\n")
    return code


def _admitted(glimpse: Glimpse, asked: Asked) -> tuple[list[str], Applied]:
    """Write recipients and vaults as one commit; return what the person reads now, and what was done."""
    if glimpse.place.unfinished:
        raise InterruptedError
    raw = files.read(glimpse.root, RECIPIENTS) or b""
    if raw != seen.read(glimpse.state, seen.RECIPIENTS):
        raise ValueError(RECIPIENTS)
    before = admission.read(raw.decode())
    day = "" if asked.name in before else _today(glimpse.root)
    text = admission.admitted(raw.decode(), asked.name, asked.keys, asked.vaults, today=day)
    if text == raw.decode():
        raise ValueError(asked.name)
    people = admission.read(text)
    reads = people[asked.name].reads
    saves = {}
    for vault in reads:
        if vault in glimpse.names:
            later, pin = glance.later(glimpse.text(vault))
            saves[vault] = admission.encrypted(later, people.values(), vault, key=glimpse.key), pin
    changes = {place_of(vault): content for vault, (content, _) in saves.items()} | {RECIPIENTS: text.encode()}
    applied = _written(glimpse.place, changes)
    for vault, (_, pin) in saves.items():
        seen.write(glimpse.state, f"{vault}.json", pin)
    seen.write(glimpse.state, seen.RECIPIENTS, text.encode())
    return reads, applied


def _written(place: Place, changes: Mapping[str, bytes]) -> Applied:
    from backoffice.workspace.apply import write

    return write(place, changes, PEOPLE)


def _today(root: str) -> str:
    """Return the day it is, as ``days`` does, where the settings name their time zone as nearly everybody does."""
    if stated := os.environ.get("BACKOFFICE_TODAY", ""):
        return stated
    raw = files.read(root, SETTINGS) or b""
    (zone,) = [line.partition(b" ")[2] for line in raw.split(b"\n") if line.startswith(b"timezone: ")]
    name = zone.decode().rstrip(" \t\r")
    if raw.count(b"timezone") > 1 or not name[:1].isalpha() or not _ZONE.issuperset(name):
        raise ValueError(name)
    from backoffice.cli import clock

    return str(clock.today(name))
