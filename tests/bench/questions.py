"""The questions of the benchmark, and how each program is asked."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.measure import Contender

TODAY = "2026-11-21"
STATUS = ("git", "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal")
RECEIVABLE = "assets:receivable"
BEAN_UNPAID = (
    "select any_meta('document') as document, sum(number), currency where account = 'Assets:Receivable' "
    "group by document, currency having sum(number) != 0"
)
BEAN_AGEING = BEAN_UNPAID.replace("document", "party")
BEAN_PROFIT = (
    "select month, account, sum(number), currency where year = 2026 and account ~ '^(Income|Expenses)' "
    "group by month, account, currency"
)
BESIDE = Path(sys.executable).parent
"""Where the programs of this Python are."""


def program_of(name: str) -> str | None:
    """Return the path of an installed program, None where it is missing."""
    return shutil.which(name) or shutil.which(name, path=str(BESIDE))


@dataclass(frozen=True)
class Field:
    """Where one size of the business lies: the workspace, the files of the peers, a cache of its own."""

    workspace: Path
    peers: Path
    cache: Path

    def ours(self, *words: str, before: Callable[[], None] = lambda: None) -> Contender:
        """Return our command."""
        script = shutil.which("backoffice", path=str(BESIDE))
        start = [script] if script else [sys.executable, "-m", "backoffice"]
        environment = {"XDG_CACHE_HOME": str(self.cache), "BACKOFFICE_TODAY": TODAY, "PYTHONPATH": str(Path.cwd())}
        return Contender("backoffice", [*start, *words], before, environment, self.workspace)

    def asked(self, *words: str) -> tuple[Contender, Contender]:
        """Return our command as it is asked again while nothing has changed, and as if it were for the first time."""
        anew = self.ours(*words, before=self._forget_answers)
        return self.ours(*words), replace(anew, name="asked anew")

    def _forget_answers(self) -> None:
        for folder in (self.cache / "backoffice").glob("*/answers"):
            shutil.rmtree(folder)

    def git(self) -> Contender:
        """Return the call of git that every answer about a working tree begins with."""
        return Contender("git status", STATUS, folder=self.workspace)

    def peer(self, name: str, *words: str) -> Iterator[Contender]:
        """Yield a peer's command, if it is installed."""
        program, file = PEERS[name]
        if path := program_of(program):
            arguments = [word.replace("FILE", file) for word in words]
            yield Contender(name, [path, *arguments], environment={"LC_ALL": "C.UTF-8"}, folder=self.peers)


PEERS = {
    "ripgrep": ("rg", ""),
    "recsel": ("recsel", "books.rec"),
    "ledger": ("ledger", "books.ledger"),
    "hledger": ("hledger", "books.journal"),
    "beancount": ("bean-query", "books.beancount"),
}


@dataclass(frozen=True)
class Question:
    """What is asked, and of whom."""

    name: str
    contenders: tuple[Contender, ...]


def questions(field: Field) -> Iterator[Question]:
    """Yield all questions about one size."""
    unpaid = ("invoice", "list", "--unpaid", "--format", "plain")
    yield Question("--version", (field.ours("--version"), *_versions(field)))
    yield Question("unpaid list", (*field.asked(*unpaid), *_unpaid(field)))
    yield Question("ageing", (*field.asked("report", "aged-receivables", "--format", "plain"), *_ageing(field)))
    profit = ("report", "profit-and-loss", "--by", "month", "--period", "2026", "--format", "plain")
    yield Question("profit by month", (*field.asked(*profit), *_profit(field)))
    yield Question("find a word", (*field.asked("find", "hosting", "--format", "plain"), *_find(field)))
    filters = ("find", "kind:invoice", "is:overdue", "due<2026-06-01", "--format", "plain")
    yield Question("find by filters", field.asked(*filters))
    yield Question("due", (*field.asked("due", "--format", "plain"), field.git()))
    _, anew = field.asked(*unpaid)
    yield Question("unpaid, after an edit", (field.ours(*unpaid, before=_edit(field.workspace)), anew, field.git()))
    yield Question("unpaid, cold index", (field.ours(*unpaid, before=_forget(field.cache)), *_unpaid(field)))


def _versions(field: Field) -> Iterator[Contender]:
    yield Contender("python", [sys.executable, "-c", "pass"], folder=field.workspace)
    yield Contender("git", ["git", "--version"], folder=field.workspace)
    for name in ("ledger", "hledger", "beancount"):
        yield from field.peer(name, "--version")


def _unpaid(field: Field) -> Iterator[Contender]:
    yield field.git()
    if path := program_of("rg"):
        yield Contender("ripgrep", [path, "--no-config", "^issued:", "."], folder=field.workspace)
    yield from field.peer("recsel", "-e", "Open > 0", "-p", "Number,Client,Open", "FILE")
    yield from field.peer("ledger", "-f", "FILE", "bal", "--flat", RECEIVABLE)
    yield from field.peer("hledger", "-f", "FILE", "bal", "--pivot=document", f"acct:{RECEIVABLE}")
    yield from field.peer("beancount", "-q", "-f", "csv", "FILE", BEAN_UNPAID)


def _ageing(field: Field) -> Iterator[Contender]:
    yield from field.peer("ledger", "-f", "FILE", "bal", "--flat", "--depth=3", RECEIVABLE)
    yield from field.peer("hledger", "-f", "FILE", "bal", "--pivot=party", f"acct:{RECEIVABLE}")
    yield from field.peer("beancount", "-q", "-f", "csv", "FILE", BEAN_AGEING)


def _profit(field: Field) -> Iterator[Contender]:
    yield from field.peer("ledger", "-f", "FILE", "reg", "-M", "-b", "2026-01-01", "income", "expenses")
    yield from field.peer("hledger", "-f", "FILE", "is", "-M", "-b", "2026")
    yield from field.peer("beancount", "-q", "-f", "csv", "FILE", BEAN_PROFIT)


def _find(field: Field) -> Iterator[Contender]:
    if path := program_of("rg"):
        yield Contender("ripgrep", [path, "--no-config", "-il", "hosting", "."], folder=field.workspace)


def _edit(workspace: Path) -> Callable[[], None]:
    folder = workspace / "expenses" / TODAY[:4]

    def edit() -> None:
        with max(folder.iterdir()).open("a") as sink:
            sink.write("Looked at again.\n")

    return edit


def _forget(cache: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(cache, ignore_errors=True)
