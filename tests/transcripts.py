"""Shell transcripts as tests: read them, compare them, write what really happened.

A transcript is a `.console` file, or all ```` ```console ```` blocks of a Markdown page in their order:

    $ backoffice invoice list --unpaid
    INV-2026-0042  Acme  1200.00 EUR
    [...]

    $ backoffice invoice show INV-2026-9999
    backoffice: error: no invoice INV-2026-9999 [..]
    ? 1

`$ ` starts a command, which `> ` lines directly below it continue. What follows is its output, and
`? N` its exit code when that is not 0. A line `[...]` stands for any number of lines, `[..]` inside
a line for any text, and the twelve digits that name a commit for those of any. White space at line ends and
empty lines at the end of an output do not count.

Each file plays on its own copy of the example workspace. `setup=empty` starts in an empty directory
instead, `setup=example` on a new copy: after ```` ```console ````, or in a `# setup=…` line before
the first command of a `.console` file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from backoffice.core.named import NamedTuple

ANY_LINES = "[...]"
ANY_TEXT = "[..]"

_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_SETUP = re.compile(r"\bsetup=(?P<setup>example|empty)\b")
_EXIT_CODE = re.compile(r"\? (\d+)")
_COMMIT = re.compile(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Outcome:
    """What a command printed, on both streams, and returned."""

    output: tuple[str, ...]
    exit_code: int = 0


@dataclass(frozen=True)
class Text:
    """Lines that are not played: prose, fences, empty lines between commands."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Setup:
    """From here on, play in another directory."""

    name: str


@dataclass(frozen=True)
class Command:
    """A command with what it should print and return."""

    line: int
    source: tuple[str, ...]
    expected: Outcome
    indent: str = ""

    @property
    def script(self) -> str:
        return "\n".join(line[2:] for line in self.source)

    @property
    def lines(self) -> tuple[str, ...]:
        code = (f"? {self.expected.exit_code}",) if self.expected.exit_code else ()
        return tuple(f"{self.indent}{line}".rstrip() for line in (*self.source, *self.expected.output, *code))


Item = Text | Setup | Command


# ── Reading and writing ──


def parse(name: str, text: str) -> list[Item]:
    lines = text.split("\n")
    return list(_console(lines) if name.endswith(".console") else _markdown(lines))


def render(items: list[Item]) -> str:
    return "\n".join(line for item in items if not isinstance(item, Setup) for line in item.lines)


def _console(lines: list[str]) -> Iterator[Item]:
    head = tuple(takewhile(lambda line: not line.startswith("$ "), lines))
    yield Text(head)
    yield from (Setup(found["setup"]) for line in head if (found := _SETUP.search(line)))
    yield from _commands(lines[len(head) :], len(head) + 1)


def _markdown(lines: list[str]) -> Iterator[Item]:
    at = 0
    while at < len(lines):
        yield Text((lines[at],))
        fence = _FENCE.fullmatch(lines[at])
        at += 1
        if fence:
            end = _closing(lines, at, fence["fence"])
            yield from _block(lines[at:end], at + 1, fence)
            yield Text(tuple(lines[end : end + 1]))
            at = end + 1


def _closing(lines: list[str], start: int, fence: str) -> int:
    closes = re.compile(rf"\s*{fence}{fence[0]}*\s*")
    return next((at for at in range(start, len(lines)) if closes.fullmatch(lines[at])), len(lines))


def _block(lines: list[str], first: int, fence: re.Match[str]) -> Iterator[Item]:
    words = fence["info"].split()
    if words[:1] != ["console"]:
        yield Text(tuple(lines))
        return
    if setup := _SETUP.search(fence["info"]):
        yield Setup(setup["setup"])
    yield from _commands([line.removeprefix(fence["indent"]) for line in lines], first, fence["indent"])


def _commands(lines: list[str], first: int, indent: str = "") -> Iterator[Item]:
    starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
    if before := lines[: starts[0]] if starts else lines:
        yield Text(tuple(f"{indent}{line}".rstrip() for line in before))
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        command = _command(lines[start:end], first + start, indent)
        yield command
        if rest := end - start - len(command.lines):
            yield Text(("",) * rest)


def _command(lines: list[str], line: int, indent: str) -> Command:
    source = (lines[0], *takewhile(lambda line: re.match(r">( |$)", line), lines[1:]))
    output = _without_empty_end(lines[len(source) :])
    code = _EXIT_CODE.fullmatch(output[-1]) if output else None
    if code:
        output = output[:-1]
    return Command(line, source, Outcome(tuple(output), int(code[1]) if code else 0), indent)


def _without_empty_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


# ── Comparing ──


def lines_of(output: str) -> tuple[str, ...]:
    return tuple(_without_empty_end([line.rstrip() for line in output.split("\n")]))


def matches(expected: Outcome, actual: Outcome) -> bool:
    pattern = "".join(_pattern(line) for line in expected.output)
    text = "".join(f"{line}\n" for line in actual.output)
    return expected.exit_code == actual.exit_code and re.fullmatch(pattern, text) is not None


def _pattern(line: str) -> str:
    if line.strip() == ANY_LINES:
        return r"(?:[^\n]*\n)*?"
    parts = (_COMMIT.sub("[0-9a-f]{12}", re.escape(part)) for part in line.rstrip().split(ANY_TEXT))
    return r"[^\n]*".join(parts) + "\n"


# ── Updating ──


def updated(command: Command, actual: Outcome) -> Command:
    """Expect what happened, in the words of the old expectation where those still hold."""
    if matches(command.expected, actual):
        return command
    output = _merged(command.expected.output, actual.output)
    return replace(command, expected=Outcome(output, actual.exit_code))


def _merged(expected: tuple[str, ...], actual: tuple[str, ...]) -> tuple[str, ...]:
    """Walk both texts on the path that keeps most: lines, then changed lines, then what `[...]` covers."""
    best = _scores(expected, actual)
    merged: list[str] = []
    e = a = 0
    while e < len(expected):
        step = max(_steps(expected, actual, best, e, a), key=lambda step: step.score)
        e, a = step.e, step.a
        if step.line is not None and [step.line] != merged[-1:] * (step.line == ANY_LINES):
            merged.append(step.line)
    merged.extend(map(_escaped, actual[a:]))
    if merged and re.match(r">( |$)", merged[0]):
        merged[0] = ANY_TEXT + merged[0][2:]
    return tuple(merged)


Scores = list[list[int]]


class _Step(NamedTuple):
    """One way on: what the rest of it is worth, where it leads, and the line to write."""

    score: int
    e: int
    a: int
    line: str | None


def _scores(expected: tuple[str, ...], actual: tuple[str, ...]) -> Scores:
    """At [e][a], what the best path is worth from expected line e and actual line a to both ends."""
    best = [[0] * (len(actual) + 1) for _ in range(len(expected) + 1)]
    for e in range(len(expected) - 1, -1, -1):
        for a in range(len(actual), -1, -1):
            best[e][a] = max(step.score for step in _steps(expected, actual, best, e, a))
    return best


def _steps(expected: tuple[str, ...], actual: tuple[str, ...], best: Scores, e: int, a: int) -> Iterator[_Step]:
    line = expected[e].rstrip()
    any_lines = line.strip() == ANY_LINES
    if a < len(actual) and any_lines:
        yield _Step(best[e][a + 1] + 1, e, a + 1, ANY_LINES)
    if a < len(actual) and not any_lines:
        if re.fullmatch(_pattern(line), f"{actual[a]}\n"):
            yield _Step(best[e + 1][a + 1] + 3, e + 1, a + 1, line)
        yield _Step(best[e + 1][a + 1] + 2, e + 1, a + 1, _escaped(actual[a]))
        yield _Step(best[e][a + 1], e, a + 1, _escaped(actual[a]))
    yield _Step(best[e + 1][a], e + 1, a, None)


def _escaped(line: str) -> str:
    """Write a line so that it is taken neither for a command nor for an exit code."""
    return re.sub(r"^(\$ |\? (?=\d+$))", ANY_TEXT, line)
