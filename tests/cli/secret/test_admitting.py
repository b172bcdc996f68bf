"""`secret recipients add` the short way: the same files, commit, pins and words as the long way, or nothing at all."""

import fcntl
import os
import shutil
import subprocess
import sys

import pytest

from backoffice.cli.secret import admitting, quick
from backoffice.vault import opening, pins
from backoffice.vault.identity import load
from backoffice.workspace import lock, place
from tests.cli.secret.safe import CANARY, Safe, Said

ANSWERED = quick.answered
KEY, OTHER = (
    "age1tzwqx2tl6upd7xpegrdfh67dmfkf5zt8uatu5w34fz6t5qsusycsh0zrqu",
    "age13kj40gpgnf9tlyc867nae82up0qq4ypvq6y8n0yr8l2z3nal4paqrsen62",
)
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHAlvHxi8IDswLuXQCgacLgmS4qjxQWcbadtZcsJXDrn"

USUAL = (
    ["bob", KEY],
    ["bob", KEY, f"{SSH} bob@example.org", "--vault", "default"],
    ["bob", "--vault=finance", KEY, "--vault", "default", "--workspace", "."],
    ["bob", KEY, "--vault", "later"],
    ["ann", KEY],
    ["ann", KEY, "--vault", "finance"],
)
UNUSUAL: tuple[list[str], ...] = (
    ["bob"],
    [],
    ["bob", "age1nonsense"],
    ["bob", "ssh-ed25519 AAAA"],
    ["Bob", KEY],
    ["no", KEY],
    ["bob", KEY, "--dry-run"],
    ["bob", KEY, "--format", "json"],
    ["bob", KEY, "--vault"],
    ["bob", KEY, "--vault", "Finance"],
    ["ann", KEY, "--vault", "later"],
    ["bob", KEY, "--identity", "/nowhere"],
    ["bob", KEY, "--identity", "/nowhere", "--identity", "/elsewhere"],
)


@pytest.fixture
def full(safe: Safe) -> Safe:
    safe.fine("init", "--no-input", "--vault", "finance")
    safe.add("acme/mail", CANARY)
    safe.add("finance/bank", "0815")
    return safe


def kept(words: list[str], taken: list[int | None]) -> int | None:
    taken.append(ANSWERED(words))
    return taken[-1]


def added(safe: Safe, words: list[str], monkeypatch: pytest.MonkeyPatch, *, short: bool) -> tuple[Said, bool]:
    """Let somebody in; return what was said, and whether the short way was gone to its end."""
    taken: list[int | None] = []
    with monkeypatch.context() as watched:
        watched.setattr(quick, "answered", (lambda words: kept(words, taken)) if short else lambda _: None)
        return safe.run("recipients", "add", *words), taken == [0]


@pytest.fixture
def twin(full: Safe, tmp_path_factory: pytest.TempPathFactory) -> Safe:
    """Return the same safe once more, under another path; both are known to their index."""
    folder = tmp_path_factory.mktemp("twin")
    shutil.copytree(full.root, folder / "books", symlinks=True)
    shutil.copytree(full.home, folder / "ann-home", symlinks=True)
    twin = Safe(folder / "books", folder / "ann-home")
    twin.fine("recipients", "accept", "--yes")
    for each in (twin, full):
        each.fine("list")
    return twin


def standing(safe: Safe) -> dict[str, object]:
    """Return what can be seen of a safe afterwards but for what is drawn anew on each encryption."""
    keys = load(str(safe.identity), ask=lambda _: None)
    found: dict[str, object] = {"people": safe.people.read_bytes(), "log": safe.git("log", "-1", "--format=%an%B")}
    found["changed"] = safe.git("show", "--name-status", "--format=")
    found["status"] = safe.git("status", "--porcelain")
    folder = place.state_dir(place.Place(str(safe.root)))
    found["accepted"] = pins.accepted(folder)
    for vault in ("default", "finance"):
        raw = (safe.root / opening.path_of(vault)).read_bytes()
        found[vault] = opening.open_store(raw, keys, path=vault).text
        found[f"{vault} is for"] = raw.split(b"\n---")[0].count(b"\n-> ")
        found[f"{vault} pinned"] = pins.pinned(folder, vault)
    return found


@pytest.mark.parametrize("words", USUAL, ids=" ".join)
def test_both_ways_lead_to_the_same(full: Safe, twin: Safe, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for first in (True, False):  # repeated, it is no error, and does nothing
        said, short = added(full, words, monkeypatch, short=True)
        assert short == first
        assert said == added(twin, words, monkeypatch, short=False)[0]
        assert (said.code, said.out.split()[-1]) == (0, "now." if first else "already.")
        with monkeypatch.context() as own:
            own.setenv("XDG_STATE_HOME", str(full.home / "state"))
            mine = standing(full)
            own.setenv("XDG_STATE_HOME", str(twin.home / "state"))
            assert mine == standing(twin)
    full.git("fsck", "--strict")


@pytest.mark.parametrize("words", UNUSUAL, ids=" ".join)
def test_everything_else_is_left_to_the_command(
    full: Safe, twin: Safe, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said, short = added(full, words, monkeypatch, short=True)
    assert not short
    assert said.code == added(twin, words, monkeypatch, short=False)[0].code


def test_what_is_not_as_it_was_accepted_stops_it(full: Safe) -> None:
    full.people.write_bytes(full.people.read_bytes() + f"eve:\n  keys:\n    - {KEY}\n".encode())
    assert "recipients were changed behind your back" in full.refused("recipients", "add", "bob", OTHER)


def test_whoever_could_not_open_it_afterwards_is_told(full: Safe) -> None:
    full.people.write_text(f"bob:\n  keys:\n    - {KEY}\n")
    for accepted in (full.home / "state").rglob("recipients.yaml"):
        accepted.write_bytes(full.people.read_bytes())
    assert "you could not open the vault default afterwards" in full.refused("recipients", "add", "cat", OTHER)


def test_what_was_not_committed_is_committed_first(full: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    full.add("acme/ftp", "0816")
    full.git("reset", "--soft", "HEAD~1")
    said, short = added(full, ["bob", KEY], monkeypatch, short=True)
    assert short
    assert said.err.startswith("backoffice: what was there uncommitted was committed first, as ")
    assert full.git("log", "-2", "--format=%s").splitlines() == ["Update recipients", "Edit secrets.yaml.age"]


def test_somebody_who_writes_is_waited_for_by_the_command(full: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    with (full.root / ".git" / lock.NAME).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        monkeypatch.setattr("time.sleep", lambda _: fcntl.flock(file, fcntl.LOCK_UN))  # once it is waited for
        said, short = added(full, ["bob", KEY], monkeypatch, short=True)
    assert not short
    assert said.out == "bob can read default now.\n"


def test_the_day_is_that_of_the_settings(full: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKOFFICE_TODAY", raising=False)
    assert len(admitting._today(str(full.root))) == len("2026-11-21")
    (full.root / "backoffice.yaml").write_text("timezone: 'Europe/Berlin'\n")
    with pytest.raises(ValueError, match="Berlin"):
        admitting._today(str(full.root))


HEAVY = {"click", "datetime", "enum", "json", "pathlib", "re", "typing", "backoffice.vault.recipients"}


def test_nothing_is_imported_that_is_not_used(full: Safe) -> None:
    full.fine("list")
    code = (
        "import sys; before = set(sys.modules); from backoffice.__main__ import main;"
        "main(['secret', 'recipients', 'add', *sys.argv[1:]]); sys.stderr.write(' '.join(sys.modules.keys() - before))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "bob", KEY],
        cwd=full.root,
        env=os.environ | full.environment,
        capture_output=True,
        check=True,
    )
    assert set(done.stderr.decode().split()) & HEAVY == set()
    assert done.stdout == b"bob can read default now.\n"
