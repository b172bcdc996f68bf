"""What holds for every command: help with examples, exit codes, quiet crashes, and imports that cost nothing."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from backoffice import __version__
from backoffice.cli import endings, output
from backoffice.cli.early import named
from backoffice.cli.main import root
from backoffice.cli.verbs import Verb, folded
from tests.cli.desk import Desk, Said

BARE = {"yaml", "weasyprint", "jinja2", "rich"}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


EVERY = dict(commands(root))


@pytest.mark.parametrize("path", EVERY, ids=" ".join)
def test_every_command_has_help_with_examples(path: tuple[str, ...]) -> None:
    command = EVERY[path]
    assert isinstance(command, Verb)
    assert command.help
    assert command.examples
    assert all("backoffice" in example for example in command.examples)
    for example in command.examples:
        lines = folded(example, 76)
        assert max(map(len, lines)) <= 76
        assert shlex.split("\n".join(lines).replace("\\\n", "")) == shlex.split(example)


CHANGING = {"new", "issue", "pay", "void", "write-off", "undo", "init"}


@pytest.mark.parametrize("path", [path for path in EVERY if path[-1] in CHANGING], ids=" ".join)
def test_every_change_can_be_tried_first(path: tuple[str, ...]) -> None:
    assert "--dry-run" in {name for option in EVERY[path].params for name in option.opts}


def test_every_option_has_help() -> None:
    bare = [
        (*path, option.name)
        for path, command in EVERY.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert bare == []


def test_every_option_for_a_file_to_write_takes_a_dash() -> None:
    to = [
        option
        for command in EVERY.values()
        for option in command.params
        if option.name in {"to", "svg", "ics", "page", "pdf"} and isinstance(option.type, click.Path)
    ]
    assert len(to) > 10
    assert all(isinstance(each.type, click.Path) and each.type.allow_dash for each in to)


def loaded(desk: Desk, *words: str) -> set[str]:
    """Return what a command imports."""
    code = (
        "import sys; before = set(sys.modules); "
        "from backoffice.__main__ import main;"
        f"main({list(words)!r}); print('|', *sys.modules.keys() - before)"
    )
    environment = os.environ | desk.environment | {"PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.root, env=environment, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("|")[2].split())


def test_the_version_imports_no_framework(desk: Desk) -> None:
    assert not loaded(desk, "--version") & (BARE | {"click", "yaml", "sqlite3"})


def test_it_starts_with_our_own_modules_alone(desk: Desk) -> None:
    code = "from backoffice.__main__ import main; main(['--version'])"
    environment = os.environ | desk.environment | {"PYTHONPATH": str(Path.cwd())}
    line = [sys.executable, "-S", "-X", "importtime", "-c", code]
    done = subprocess.run(line, cwd=desk.root, env=environment, capture_output=True, text=True, check=True)
    imported = {each.rpartition("|")[2].strip() for each in done.stderr.splitlines()}
    assert done.stdout == f"backoffice {__version__}\n"
    assert {each for each in imported if each.startswith("backoffice")} == {"backoffice", "backoffice.__main__"}
    assert not {"re", "enum", "contextlib"} & imported


def ended(desk: Desk, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what a process of its own has said to a command, with more to say where Python tidies it up."""
    code = f"import atexit, sys; atexit.register(print, 'tidy'); sys.argv[1:] = {list(words)!r}"
    line = [sys.executable, "-c", f"{code}; from backoffice.__main__ import start; start()"]
    environment = os.environ | desk.environment | {"PYTHONPATH": str(Path.cwd())}
    return subprocess.run(line, cwd=desk.root, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("line", "code"), [("client list", 0), ("client show nobody", 1), ("client fly", 2)])
def test_a_process_ends_at_once_with_everything_said(desk: Desk, line: str, code: int) -> None:
    done = ended(desk, *line.split())
    assert done.returncode == code
    known = desk.run(*line.split())
    assert (done.stdout, done.stderr) == (known.out, known.err)


UNUSED = BARE | {
    *(
        "ast",
        "calendar",
        "dataclasses",
        "difflib",
        "hashlib",
        "inspect",
        "pathlib",
        "shutil",
        "subprocess",
        "tempfile",
        "urllib",
    ),
    *("contextlib", "json", "typing"),
    *("backoffice.cli.records", "backoffice.core.schema", "backoffice.workspace.apply", "backoffice.workspace.records"),
    *("backoffice.formats", "backoffice.workspace.index.writing", "backoffice.workspace.recover"),
}
"""What takes time to import, and has no part in an answer from the index."""


@pytest.mark.parametrize(
    "words",
    [
        ("invoice", "list", "--unpaid", "--format", "plain"),
        ("report", "aged-receivables", "--format", "plain"),
        ("report", "profit-and-loss", "--by", "month", "--format", "plain"),
        ("status", "--format", "plain"),
        ("due", "--format", "plain"),
        ("log", "clients/acme.md"),
    ],
    ids=" ".join,
)
def test_a_warm_answer_imports_nothing_it_does_not_use(desk: Desk, words: tuple[str, ...]) -> None:
    desk.run("invoice", "list")
    assert loaded(desk, *words) & UNUSED == set()


def test_an_interruption_is_no_crash(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.cli.output.answer", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    said = desk.run("client", "list")
    assert (said.code, said.err.strip()) == (output.INTERRUPTED, "backoffice: interrupted")


def test_our_own_faults_leave_a_report_and_no_traceback(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backoffice.cli.output.answer", lambda *_: 1 // 0)
    desk.environment["XDG_STATE_HOME"] = str(tmp_path / "state")
    said = desk.run("client", "list")
    assert said.code == endings.OURS
    assert "this is our fault, not yours: ZeroDivisionError" in said.err
    assert "Traceback" not in said.err
    (report,) = (tmp_path / "state" / "backoffice" / "crashes").iterdir()
    assert str(report) in said.err
    assert "ZeroDivisionError" in report.read_text()


def test_developers_get_the_traceback(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "answer", lambda *_: 1 // 0)
    desk.environment["BACKOFFICE_DEBUG"] = "1"
    with pytest.raises(ZeroDivisionError):
        desk.run("client", "list")


def test_a_closed_pipe_is_quiet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr(output, "answer", broken)
    monkeypatch.setattr(output, "hush", lambda: None)
    assert desk.run("client", "list") == Said(0, "", "")


@pytest.mark.parametrize(
    ("words", "folder"),
    [(["list", "--workspace", "a"], "a"), (["--workspace=b", "list"], "b"), (["list"], ""), (["--workspace"], "")],
)
def test_the_workspace_is_known_before_the_words_are_parsed(words: list[str], folder: str) -> None:
    assert named(words) == folder
