"""The short way to a secret: the same answer as the long one, or none at all."""

import os
import subprocess
import sys

import pytest

from backoffice.cli.secret import quick
from tests.cli.secret.safe import CANARY, Safe


@pytest.fixture
def full(safe: Safe) -> Safe:
    safe.fine("init", "--no-input", "--vault", "finance")
    safe.add("acme/mail", CANARY, "--username", "ann")
    safe.add("acme/ftp", "two\nlines")
    safe.add("finance/bank", "0815")
    safe.add("Caf\u00e9", "0817")
    safe.add("finance/soon", "0816", "--rotate", "90d")
    return safe


ANSWERED = quick.answered
QUICK = (
    ["show", "acme/mail", "-f", "password", "--reveal"],
    ["show", "--reveal", "--field=password", "MAIL"],
    ["show", "ftp", "--reveal", "-f", "password"],
    ["show", "bank", "--vault", "finance", "-f", "password", "--reveal"],
    ["show", "finance/bank", "-f", "password", "--reveal", "--workspace", "."],
    ["show", "Cafe\u0301", "-f", "password", "--reveal"],
    ["list", "acme/"],
    ["list", "--vault", "finance"],
    ["list", "--format", "json"],
    ["list", "--format", "json", "Cafe\u0301"],
    ["list", "zzz", "--format=json"],
    ["list"],
    ["list", "--format", "plain"],
    ["find", "ann"],
    ["find", "fe\u0301"],
    ["find", "ACME", "mail", "--vault", "default"],
    ["find", "a", "--format", "plain"],
)
LONG = (
    ["show", "acme/mail"],
    ["show", "acme/mail", "--reveal"],
    ["show", "acme/mail", "-f", "username", "--reveal"],
    ["show", "acme/mail", "-f", "password"],
    ["show", "acme/mail", "-f", "password", "--reveal", "--format", "json"],
    ["show", "acme/mail", "-f", "pin", "--reveal"],
    ["show", "-f", "password", "--reveal"],
    ["show", "acme/mail", "acme/ftp", "-f", "password", "--reveal"],
    ["show", "acme/mail", "-f", "password", "--reveal", "--today", "2026-01-01"],
    ["show", "nothing", "-f", "password", "--reveal"],
    ["show", "x", "--vault", "none", "-f", "password", "--reveal"],
    ["show", "x", "-f", "password", "--reveal", "--identity", "/nowhere"],
    ["list", "--long"],
    ["list", "zzz"],
    ["list", "--format", "csv"],
    ["list", "--reveal"],
    ["list", "--vault"],
    ["list", "--help"],
    ["find"],
    ["find", "zzz"],
    ["find", "acme", "--format", "json"],
    ["find", "soon"],
    ["find", "--reveal", "acme"],
)


@pytest.mark.parametrize(("several", "short"), [(QUICK, True), (LONG, False)], ids=["usual", "everything else"])
def test_both_ways_lead_to_one_answer(
    full: Safe, several: tuple[list[str], ...], monkeypatch: pytest.MonkeyPatch, *, short: bool
) -> None:
    for words in several:
        taken: list[int | None] = []
        with monkeypatch.context() as watched:
            watched.setattr(quick, "answered", lambda words, taken=taken: _kept(words, taken))
            said = full.run(*words)
        with monkeypatch.context() as closed:
            closed.setattr(quick, "answered", lambda _: None)
            assert full.run(*words) == said, words
        assert taken == [0 if short else None], words


def _kept(words: list[str], taken: list[int | None]) -> int | None:
    taken.append(ANSWERED(words))
    return taken[-1]


def test_names_that_are_wider_than_long_are_set_by_the_command(full: Safe) -> None:
    full.add("acme/日本", "x")
    assert full.fine("list", "acme/").rows[-1] == ["acme/日本", "default"]


def test_an_entry_below_the_first_thousand_may_be_wider() -> None:
    rows = [(f"{number:04}", "default") for number in range(1200)]
    assert quick._columns(rows) is not None
    assert quick._columns([*rows, ("wider than all", "default")]) is None


def test_a_reader_who_goes_away_is_no_error(full: Safe) -> None:
    words = f"{sys.executable} -P -m backoffice secret list | true; exit ${{PIPESTATUS[0]}}"
    assert full.started(["bash", "-c", words]).returncode == 0


HEAVY = {"click", "contextlib", "datetime", "enum", "json", "pathlib", "re", "typing", "backoffice.vault.entries"}


@pytest.mark.parametrize("words", [QUICK[0], ["list"], ["list", "--format", "json"]], ids=" ".join)
def test_nothing_is_imported_that_is_not_used(full: Safe, words: list[str]) -> None:
    code = (
        "import sys; before = set(sys.modules); from backoffice.__main__ import main;"
        "main(['secret', *sys.argv[1:]]); sys.stderr.write(' '.join(sys.modules.keys() - before))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *words],
        cwd=full.root,
        env=os.environ | full.environment,
        capture_output=True,
        check=True,
    )
    assert not set(done.stderr.decode().split()) & HEAVY
    assert "pyrage" in done.stderr.decode().split()
