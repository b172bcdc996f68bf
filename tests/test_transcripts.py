"""Every transcript, and every console example of the documentation, shows what really happens."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground import REPOSITORY, Playground
from tests.transcripts import Command, Item, Outcome, Setup, matches, parse, render, updated


def transcripts() -> Iterator[Path]:
    yield from sorted((REPOSITORY / "tests" / "transcripts").rglob("*.console"))
    pages = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
    yield from (page for page in pages if page.exists() and "```console" in page.read_text())


@pytest.mark.usefixtures("printing")
@pytest.mark.parametrize("path", list(transcripts()), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_shows_what_happens(path: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    playground = Playground(tmp_path / "home")
    items = parse(path.name, path.read_text())
    outcomes = play(items, playground, request)
    if request.config.getoption("--update-transcripts"):
        write(path, items, outcomes)
    elif wrong := problems(path.relative_to(REPOSITORY), items, outcomes):
        pytest.fail("\n\n".join(wrong), pytrace=False)


def play(items: list[Item], playground: Playground, request: pytest.FixtureRequest) -> dict[int, Outcome]:
    """Run all commands; the outcome of each by its line."""
    outcomes = {}
    started = False
    for item in items:
        if isinstance(item, Setup) or (isinstance(item, Command) and not started):
            start(item.name if isinstance(item, Setup) else "example", playground, request)
            started = True
        if isinstance(item, Command):
            outcomes[item.line] = playground.run(item.script)
    return outcomes


def start(setup: str, playground: Playground, request: pytest.FixtureRequest) -> None:
    if setup == "empty":
        playground.start("empty")
    else:
        playground.start("books", request.getfixturevalue("example_books"))


def problems(path: Path, items: list[Item], outcomes: dict[int, Outcome]) -> list[str]:
    commands = [item for item in items if isinstance(item, Command)]
    wrong = [command for command in commands if not matches(command.expected, outcomes[command.line])]
    return [problem(path, command, outcomes[command.line]) for command in wrong]


def problem(path: Path, command: Command, actual: Outcome) -> str:
    shown = difflib.unified_diff(
        [*command.expected.output, f"? {command.expected.exit_code}"],
        [*actual.output, f"? {actual.exit_code}"],
        lineterm="",
        n=99,
    )
    return "\n".join([f"{path}:{command.line}: $ {command.script}", *list(shown)[3:]])


def write(path: Path, items: list[Item], outcomes: dict[int, Outcome]) -> None:
    new = render([updated(item, outcomes[item.line]) if isinstance(item, Command) else item for item in items])
    if new != path.read_text():
        path.write_text(new)
