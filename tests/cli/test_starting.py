"""`init`: what it leaves behind, and what it tells to do next."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.desk import Desk


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("there", [False, True])
def test_nothing_is_left_where_git_knows_nobody(empty: Desk, monkeypatch: pytest.MonkeyPatch, *, there: bool) -> None:
    for variable in ("NAME", "EMAIL"):
        monkeypatch.delenv(f"GIT_AUTHOR_{variable}", raising=False)
        monkeypatch.delenv(f"GIT_COMMITTER_{variable}", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    if there:
        (empty.root / "books").mkdir()
    said = empty.run("init", "books", "--no-input")
    assert said.code == 1
    assert "git does not know who you are" in said.err
    assert [each.name for each in empty.root.rglob("*")] == (["books"] if there else [])


@pytest.mark.parametrize(("option", "value"), [("--vat-id", "DE1"), ("--iban", "DE1"), ("--currency", "usd")])
def test_answers_that_cannot_be_right_are_named(empty: Desk, option: str, value: str) -> None:
    said = empty.run("init", "books", "--no-input", option, value)
    assert said.code == 1
    assert said.err.startswith("backoffice.yaml: error: ")
    assert f"backoffice: hint: it says '{value}'" in said.err
    assert said.err.endswith("these answers make no valid settings; nothing was written\n")
    assert not (empty.root / "books").exists()
    assert empty.run("init", "books", "--no-input", option, value, "--format", "json").json["diagnostics"]


def test_what_to_type_next_can_be_typed(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with blanks in its name; a program that is not where cron looks; a sign that means a new line there."""
    tools = empty.root / "my tools"
    tools.mkdir()
    (tools / "backoffice").write_text("#!/bin/sh\n")
    (tools / "backoffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    said = empty.run("init", "Müller & Co, 100%", "--no-input").out.splitlines()
    folder = str(empty.root / "Müller & Co, 100%")
    assert ["cd", "Müller & Co, 100%"] in [shlex.split(line) for line in said if line.startswith("  cd")]
    *_, line = said
    assert line.startswith("  0 7 * * 1-5  ")
    assert "\\%" in line
    words = shlex.split(line.replace("\\%", "%"))[5:]
    assert words == [str(tools / "backoffice"), "due", "--days", "7", "--workspace", folder]


def test_cron_finds_what_the_system_has_installed(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/backoffice")
    *_, line = empty.run("init", "books", "--no-input").out.splitlines()
    assert line == f"  0 7 * * 1-5  backoffice due --days 7 --workspace {empty.root / 'books'}"


@pytest.mark.parametrize(("country", "asked"), [("DE", "{iban: "), ("US", "{number: "), ("GB", "{iban: ")])
def test_the_bank_is_asked_for_as_banks_there_have_it(empty: Desk, country: str, asked: str) -> None:
    assert empty.run("init", "books", "--no-input", "--country", country).code == 0
    settings = (empty.root / "books/backoffice.yaml").read_text()
    commented = "\n".join(line.replace("  # bank", "  bank", 1) for line in settings.splitlines())
    assert f"  # bank: {asked}" in settings
    if asked == "{number: ":
        (empty.root / "books/backoffice.yaml").write_text(commented)
        assert empty.run("check", "--workspace", "books").code == 0
