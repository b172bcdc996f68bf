"""The runner itself, on small programs of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.playground import Playground, with_history
from tests.transcripts import Command, Outcome, Setup, matches, parse, render, updated

CONSOLE = """\
Prose before the first command.
# setup=empty

$ backoffice hello
hello

$ cat <<EOF > note
> a line
>
> EOF

$ bo fail
no
? 3
"""

PAGE = """\
# A page

```sh
$ not played
```

1. A step

   ```console setup=example
   $ bo one
   1
   ```

````console
$ bo two
```
````
"""


def commands(text: str, name: str = "x.console") -> list[Command]:
    return [item for item in parse(name, text) if isinstance(item, Command)]


def fake(arguments: list[str]) -> int:
    """Print in every way a program can, then return the number asked for."""
    print("python", *arguments)  # noqa: T201
    sys.stderr.write("to stderr\n")
    sys.stdout.buffer.write(b"bytes\n")
    sys.stdout.flush()
    subprocess.run(["sh", "-c", "echo a program in $PWD"], check=True)
    if "--raise" in arguments:
        raise ValueError(arguments)
    if "--exit" in arguments:
        raise SystemExit(int(arguments[-1]))
    if "--message" in arguments:
        raise SystemExit("a message")
    return 4 if "--four" in arguments else 0


@pytest.fixture
def playground(tmp_path: Path) -> Playground:
    place = Playground(tmp_path / "home", fake)
    place.start("empty")
    return place


# ── Reading ──


def test_console_file_has_commands_outputs_and_codes() -> None:
    hello, note, fail = commands(CONSOLE)
    assert (hello.line, hello.script, hello.expected) == (4, "backoffice hello", Outcome(("hello",)))
    assert note.script == "cat <<EOF > note\na line\n\nEOF"
    assert fail.expected == Outcome(("no",), 3)
    assert Setup("empty") in parse("x.console", CONSOLE)


def test_markdown_page_has_its_console_blocks_only() -> None:
    one, two = commands(PAGE, "x.md")
    assert (one.line, one.script, one.expected) == (10, "bo one", Outcome(("1",)))
    assert two.expected == Outcome(("```",))
    assert [item for item in parse("x.md", PAGE) if isinstance(item, Setup)] == [Setup("example")]


@pytest.mark.parametrize(("name", "text"), [("x.console", CONSOLE), ("x.md", PAGE), ("x.md", "```console\n$ x")])
def test_writing_unchanged_items_changes_nothing(name: str, text: str) -> None:
    assert render(parse(name, text)) == text


@given(
    st.text(alphabet="$>?#1 `x~\n[.]").map(lambda text: f"a\n```console\n{text}"),
    st.sampled_from(["x.md", "x.console"]),
)
def test_any_text_is_kept_but_for_white_space_at_line_ends(text: str, name: str) -> None:
    def bare(text: str) -> list[str]:
        return [line.rstrip() for line in text.split("\n")]

    assert bare(render(parse(name, text))) == bare(text)


# ── Comparing ──


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        (["a", "[...]"], ["a"], True),
        (["a", "[...]", "z"], ["a", "b", "c", "z"], True),
        (["a", "[...]", "z"], ["a", "b", "c"], False),
        (["took [..] ms"], ["took 12 ms"], True),
        (["as 4f1d0c72a9be."], ["as 0123456789ab."], True),
        (["as 4f1d0c72a9be"], ["as 4f1d0c72a9bef"], False),
        (["as 123456789012"], ["as 123456789013"], False),
        (["took [..] ms"], ["took", "12 ms"], False),
        (["(a|b)*"], ["(a|b)*"], True),
        (["(a|b)*"], ["ab"], False),
        ([], [], True),
        ([], ["a"], False),
    ],
)
def test_wildcards(expected: list[str], actual: list[str], *, same: bool) -> None:
    assert matches(Outcome(tuple(expected)), Outcome(tuple(actual))) is same


def test_the_exit_code_counts() -> None:
    assert not matches(Outcome(("a",), 1), Outcome(("a",)))


# ── Updating ──


@pytest.mark.parametrize(
    ("expected", "actual", "merged"),
    [
        (["[...]"], ["a", "b"], ["[...]"]),
        (["a", "[...]", "z"], ["b", "c", "z"], ["b", "[...]", "z"]),
        (["a", "[...]", "z"], ["a", "b", "c"], ["a", "[...]", "c"]),
        (["a", "gone", "z"], ["a", "z", "new"], ["a", "z", "new"]),
        (["id [..]", "old"], ["id 7", "new"], ["id [..]", "new"]),
        (["a", "gone"], ["a"], ["a"]),
        ([], ["$ a", "? 1", "> b"], ["[..]a", "[..]1", "> b"]),
        (["x"], ["> quoted"], ["[..]quoted"]),
    ],
)
def test_what_still_holds_stays(expected: list[str], actual: list[str], merged: list[str]) -> None:
    command = Command(1, ("$ x",), Outcome(tuple(expected), 9))
    assert updated(command, Outcome(tuple(actual), 1)).expected == Outcome(tuple(merged), 1)


lines = st.lists(st.sampled_from(["a", "b", "$ a", "> a", "? 1", ""]), max_size=6).map(tuple)
patterns = st.lists(st.sampled_from(["a", "b", "[...]", "[..]", "c[..]"]), max_size=6).map(tuple)


@given(patterns, lines)
def test_an_update_holds_and_is_read_back(expected: tuple[str, ...], output: tuple[str, ...]) -> None:
    actual = Outcome((*output, "end"), 2)
    command = updated(Command(1, ("$ x",), Outcome(expected)), actual)
    assert matches(command.expected, actual)
    assert commands(render([command])) == [command]


# ── Running ──


def test_runs_in_process_and_catches_everything_in_order(playground: Playground) -> None:
    shown = playground.run("backoffice say 'a b'")
    assert shown == Outcome(("python say a b", "to stderr", "bytes", "a program in ~/empty"))


@pytest.mark.parametrize(
    ("options", "code", "last"),
    [
        ("--four", 4, "a program in ~/empty"),
        ("--exit 5", 5, "a program in ~/empty"),
        ("--message", 1, "a message"),
        ("--raise", 1, "ValueError: ['--raise']"),
    ],
)
def test_shows_how_a_program_ended(playground: Playground, options: str, code: int, last: str) -> None:
    outcome = playground.run(f"bo {options}")
    assert (outcome.exit_code, outcome.output[-1]) == (code, last)


def test_the_shell_keeps_directory_and_variables(playground: Playground) -> None:
    playground.run("mkdir inner && cd inner && export SHADE=green")
    assert playground.run("echo $SHADE $PWD") == Outcome(("green ~/empty/inner",))
    assert playground.run("bo").output[-1] == "a program in ~/empty/inner"
    assert playground.run("exit 7").exit_code == 7
    assert playground.run("echo still $SHADE") == Outcome(("still green",))


def test_shell_syntax_starts_the_real_program(tmp_path: Path) -> None:
    place = Playground(tmp_path / "home", fake, module="platform")
    assert place.run("bo --terse | wc -l") == Outcome(("1",))
    assert place.run("cat <<EOF\na\nEOF") == Outcome(("a",))


def test_the_environment_is_fixed(playground: Playground) -> None:
    shown = playground.run("echo $HOME $BACKOFFICE_TODAY $TZ $COLUMNS; git config user.name").output
    assert shown == ("~ 2026-11-21 UTC 80", "Example Owner")


def test_a_new_start_never_reuses_a_directory(playground: Playground) -> None:
    playground.run("touch file")
    playground.start("empty")
    assert playground.run("ls") == Outcome(())


def test_history_has_the_same_hash_everywhere(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "file").write_bytes(b"a\r\n")
    place = Playground(tmp_path / "home", fake)
    place.start("books", with_history(tmp_path / "source", tmp_path / "books"))
    assert place.run("git log --format='%h %ad %an'; git status --short") == Outcome(
        ("12f2646 Sat Nov 21 09:00:00 2026 +0000 Example Owner",)
    )
