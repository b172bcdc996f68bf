"""Our times beside those of others, on a made-up business of ten years: ``make bench``, or ``python -m tests.bench``.

For each size one table: a row for each question, a column for each program, the median of interleaved runs in
milliseconds, and how many times as long as ours it is. What is generated is kept in ``.cache/bench`` for the next time.
"""

import argparse
import hashlib
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench import measure
from tests.bench.questions import PEERS, Field, Question, program_of, questions

SOURCES = (
    "tests/business.py",
    "tests/bench/generate.py",
    "tests/bench/peers.py",
    "backoffice/kinds",
    "backoffice/core",
)
COLUMNS = ("backoffice", "asked anew", "python", "git", "git status", *PEERS)
FAR = 10
"""A multiple from which on tenths say nothing."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the arguments ask for and print the tables."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of records, with commas")
    parser.add_argument("--rounds", type=int, default=9, help="runs of each command")
    parser.add_argument("--patience", type=float, default=20.0, help="seconds after which two runs are enough")
    parser.add_argument("--folder", type=Path, default=Path(".cache/bench"), help="where the businesses are kept")
    parser.add_argument("--only", default="", help="only questions with this in their name")
    parser.add_argument("--cpu", action="store_true", help="count seconds of processors, not those on the wall")
    given = parser.parse_args(arguments)
    absent = [name for name, (program, _) in PEERS.items() if not program_of(program)]
    _say(f"not installed, so not compared with: {', '.join(absent)}\n" if absent else "")
    for size in (int(text) for text in given.sizes.split(",")):
        field = prepared(size, given.folder.resolve())
        chosen = [each for each in questions(field) if given.only in each.name]
        results = {each.name: _asked(each, given) for each in chosen}
        _say("".join(f"{line}\n" for line in table(size, results)))


def prepared(size: int, folder: Path) -> Field:
    """Return the field of a size, generated unless it is there already.

    Another process generates: the memory of a command counts from that of the process which starts it, so this one
    has to stay small.
    """
    place = folder / f"{size}-{_fingerprint()}"
    field = Field(place / "workspace", place / "peers", place / "cache")
    if not (place / "ready").exists():
        _note(f"generating {size} records")
        shutil.rmtree(place, ignore_errors=True)
        generator = [sys.executable, "-m", "tests.bench.prepare", str(size), str(field.workspace), str(field.peers)]
        subprocess.run(generator, check=True)
        (place / "ready").touch()
    subprocess.run(["git", "checkout", "--quiet", "--", "."], cwd=field.workspace, check=True)
    return field


def _fingerprint() -> str:
    """Return what changes when the same size would be generated differently."""
    files = [
        file for name in SOURCES for file in ([Path(name)] if name.endswith(".py") else sorted(Path(name).glob("*.py")))
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _asked(question: Question, given: argparse.Namespace) -> Mapping[str, measure.Runs]:
    _note(question.name)
    if "cold" not in question.name:
        measure.measured(question.contenders[:1], rounds=1, patience=0)
    return measure.measured(question.contenders, rounds=given.rounds, patience=given.patience, cpu=given.cpu)


def table(
    size: int, results: Mapping[str, Mapping[str, measure.Runs]], columns: Sequence[str] = COLUMNS
) -> Iterator[str]:
    """Yield the table of one size; the last row is the most memory each program took for any question."""
    used = [name for name in columns if any(name in runs for runs in results.values())]
    width = width_of(results)
    yield from heading(size, used, width)
    for question, runs in results.items():
        yield row(question, runs, used, width)
    yield from memory(results.values(), used, width)


def width_of(questions: Iterable[str]) -> int:
    """Return how wide the first column is."""
    return max(len(name) for name in (*questions, "peak memory"))


def heading(size: int, used: Sequence[str], width: int) -> Iterator[str]:
    """Yield the first lines of a table."""
    yield f"{size:,}".replace(",", " ") + " records: medians in ms, and as multiples of ours"
    yield "  ".join([" " * width, *(f"{name:>16}" for name in used)])


def row(question: str, runs: Mapping[str, measure.Runs], used: Sequence[str], width: int) -> str:
    """Return the line of one question."""
    ours = runs["backoffice"].median
    cells = (_cell(runs[name], ours) if name in runs else "" for name in used)
    return "  ".join([f"{question:{width}}", *(f"{cell:>16}" for cell in cells)])


def memory(results: Iterable[Mapping[str, measure.Runs]], used: Sequence[str], width: int) -> Iterator[str]:
    """Yield the last lines of a table: the most memory that each program took for any question."""
    several = list(results)
    most = (max(runs[name].memory for runs in several if name in runs) for name in used)
    yield "  ".join([f"{'peak memory':{width}}", *(f"{_megabytes(each):>16}" for each in most)])
    yield ""


def _cell(runs: measure.Runs, ours: float) -> str:
    seconds = runs.median
    ratio = seconds / ours
    decimals = 0 if ratio >= FAR else 1 if ratio >= 1 else 2
    about = "≈ " if runs.reckoned else ""
    return f"{about}{seconds * 1000:,.0f} ({ratio:.{decimals}f}×)".replace(",", " ")


def _megabytes(most: int) -> str:
    """Return peak memory; what is no more than our own was only inherited from us when the program was started."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return f"{'≤ ' if most <= own else ''}{most / 2**20:.0f} MB"


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _note(text: str) -> None:
    sys.stderr.write(f"… {text}\n")


if __name__ == "__main__":
    main()
