"""Two branches of a small business that are merged by git, what is wrong then, and the repairs that hints name."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias

from backoffice import checks
from backoffice.core.books import MemoryBooks
from backoffice.core.diagnostic import Diagnostic
from backoffice.core.ledger import Query
from backoffice.core.named import NamedTuple
from backoffice.workspace.load import load
from tests.cli.desk import Desk
from tests.sales.deeds import FILES, STATES, Deed, Effect

Sums: TypeAlias = "Counter[str]"
"""What is not zero, by account, in cents."""


class Repair(NamedTuple):
    """One way out that a hint names: what to do to which file, or a command."""

    how: str
    words: tuple[str, ...]


REPAIRS = {
    "delete": r"delete (\S+?)[:,;]?(?: |$)",
    "take": r"take (\S+) out of (\S+) in (\S+?)[:;]?(?: |$)",
    "lower": r"lower (\S+) to (\S+) in (\S+?)[:;]?(?: |$)",
    "rename": r"put (\S+) in place of (\S+) in (\S+?)[:;]?(?: |$)",
    "command": r"backoffice (invoice (?:pay|void|credit) .*?)(?: if |, |;|$)",
}


def repairs(hint: str) -> list[Repair]:
    """Return every way out that a hint names, in its order."""
    found = [
        (match.start(), Repair(how, match.groups()))
        for how, pattern in REPAIRS.items()
        for match in re.finditer(pattern, hint)
    ]
    return [repair for _, repair in sorted(found)]


class Branches:
    """A repository in which every deed that a state allows is done on a branch of its own."""

    def __init__(self, root: Path, state: str) -> None:
        """Bring the business into a state, in the folder ``root``."""
        self.desk = Desk(root)
        self.deeds = STATES[state].deeds
        root.mkdir()
        self.desk.write({**FILES, **STATES[state].files})
        self.git("init", "--quiet")
        self.save()
        for words in STATES[state].before:
            self.do(Deed(words))
        self.base = self.tip
        self.start = self.sums()
        self.after = cache(self._after)

    def git(self, *words: str) -> str:
        return self.desk.git(*words)

    def save(self) -> None:
        """Commit what was changed by hand."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=By hand")

    @property
    def tip(self) -> str:
        return self.git("rev-parse", "HEAD").strip()

    def do(self, deed: Deed) -> bool:
        """Do something and tell whether that was possible."""
        said = [self.desk.run(*shlex.split(words)) for words in deed.words.split("; ") if words]
        if path := deed.edit[0]:
            text = (self.desk.root / path).read_text()
            assert deed.edit[1] in text or deed.edit[2] in text
            (self.desk.root / path).write_text(text.replace(*deed.edit[1:], 1))
            self.save()
        return all(each.code == 0 for each in said)

    def _after(self, *names: str) -> tuple[str, bool, Sums]:
        """Return the commit after some deeds, whether all were possible, and the balances.

        No branch stays behind, as if it were made in another clone: invoices of both get the same number.
        """
        self.git("switch", "--quiet", "--force-create", "work", self.base)
        possible = [self.do(self.deeds[name]) for name in names]
        found = self.tip, all(possible), self.sums()
        self.git("switch", "--quiet", "--detach")
        self.git("branch", "--quiet", "-D", "work")
        return found

    def merge(self, one: str, other: str) -> bool:
        """Merge the branches of two deeds into the branch ``work``; False where git finds a conflict."""
        tips = self.after(one)[0], self.after(other)[0]
        self.git("switch", "--quiet", "--force-create", "work", tips[0])
        words = ["git", "merge", "--quiet", "--no-edit", tips[1]]
        done = subprocess.run(words, cwd=self.desk.root, capture_output=True, check=False)
        if done.returncode:
            assert b"CONFLICT" in done.stdout, done
            self.git("merge", "--abort")
        return done.returncode == 0

    def books(self) -> MemoryBooks:
        return load(str(self.desk.root))

    def sums(self) -> Sums:
        found = self.books().balances(Query(by=("account",)))
        return Counter({each.key[0]: each.minor for each in found})

    def errors(self) -> list[Diagnostic]:
        """Return what is wrong, by place."""
        books = self.books()
        found = {*books.problems, *checks.run(books)}
        return sorted(each for each in found if each.severity == "error")

    def repair(self, repair: Repair) -> None:
        """Do what a hint says."""
        how, words = repair
        if how == "command":
            (command,) = words
            said = self.desk.run(*command.replace("TEXT", "mistake").split(), *_BESIDE.get(command.split()[1], ()))
            assert said.code == 0, (command, said)
            return
        path = self.desk.root / words[-1]
        if how == "delete":
            path.unlink()
        else:
            path.write_text(_edited(path.read_text(), how, *words[:-1]))
        self.save()


_BESIDE = {"credit": ("--no-pdf",)}


def _edited(text: str, how: str, first: str, second: str) -> str:
    """Return the text of an event file after one edit, as a person would make it."""
    if how == "rename":
        return text.replace(f"{second}:", f"{first}:")
    if how == "lower":
        field = re.escape(first.rpartition(".")[2])
        return re.sub(rf"(?m)^(\s*{field}:) .*$", rf"\1 {second}", text, count=1)
    without = re.sub(rf"(?m)^({second}:\n(?:  .*\n)*?)  {first}: .*\n", r"\1", text)
    return re.sub(rf"(?m)^{second}:\n(?! )", "", without)


def expected(start: Sums, *effects: Effect) -> dict[str, int]:
    """Return balances in cents after some effects, without those that are zero."""
    sums = Counter(start)
    for effect in effects:
        for account, amount in effect.items():
            sums[account] += int(Decimal(amount) * 100)
    return {account: minor for account, minor in sums.items() if minor}


def pairs(names: Mapping[str, Deed]) -> Iterator[tuple[str, str]]:
    """Yield every unordered pair, and each deed with itself."""
    ordered = list(names)
    for position, one in enumerate(ordered):
        for other in ordered[position:]:
            yield one, other
