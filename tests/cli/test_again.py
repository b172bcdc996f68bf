"""A question asked again: said once more while nothing has changed, found anew after whatever can change an answer."""

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from backoffice.__main__ import main
from backoffice.cli import quick
from backoffice.workspace.index import ahead, answers
from backoffice.workspace.index.ahead import Ahead
from tests.cli.desk import ACME, DRAFT, SETTINGS, Desk, Said

ASKED = (
    "invoice list --unpaid",
    "invoice list --unpaid --format csv",
    "status",
    "due --format json",
    "find acme",
    "find akme",
    "report aged-receivables",
    "report profit-and-loss --by month --period 2026 --format md",
)
UNPAID = "invoice list --unpaid"
ISSUED = "invoices/2026/INV-2026-0001.md"


@pytest.fixture
def desk(issued: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Let everything be old enough to be believed."""
    later = SimpleNamespace(time_ns=lambda: time.time_ns() + 3_000_000_000)
    monkeypatch.setattr(ahead, "time", later)
    return issued


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions whose answers were found anew."""
    asked: list[str] = []
    answered = quick.answered

    def listened(words: list[str], begun: Ahead | None) -> int | None:
        asked.append(" ".join(words))
        return answered(words, begun)

    monkeypatch.setattr(quick, "answered", listened)
    return asked


def anew(desk: Desk, line: str, tmp_path: Path) -> Said:
    """Ask on a machine that has never been asked that."""
    other = Desk(desk.root, desk.environment | {"XDG_CACHE_HOME": str(tmp_path / "another")})
    return other.run(*line.split())


@pytest.mark.parametrize("line", ASKED)
def test_the_same_is_said_again_without_being_found(desk: Desk, found: list[str], line: str) -> None:
    first = desk.run(*line.split())
    assert first.code == 0
    assert [desk.run(*line.split()) for _ in range(3)] == [first] * 3
    assert found == [line]


def looked_at(desk: Desk, line: str, monkeypatch: pytest.MonkeyPatch, **window: str) -> str:
    """Return what a terminal shows of an answer: one of 100 columns and 40 lines, unless variables say otherwise."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    shown: list[bytes] = []
    watching = threading.Thread(target=shown.extend, args=[iter(partial(_glimpse, screen), b"")], daemon=True)
    watching.start()
    with monkeypatch.context() as then, os.fdopen(terminal, "w") as out:
        then.setattr(sys, "__stdout__", out)
        then.setattr(sys, "stdout", out)
        then.chdir(desk.root)
        for name in ("COLUMNS", "LINES"):
            then.delenv(name, raising=False)
        for name, value in ({"TERM": "xterm", **desk.environment, "NO_COLOR": ""} | window).items():
            then.setenv(name, value)
        assert main(line.split()) == 0
    watching.join()
    os.close(screen)
    return b"".join(shown).decode().replace("\r\n", "\n")


def _glimpse(screen: int) -> bytes:
    """Return what a terminal has shown since the last glimpse; nothing once nobody can write to it any more."""
    try:
        return os.read(screen, 1 << 16)
    except OSError:  # how Linux says so
        return b""


LOOKED_AT = ("invoice list --unpaid", "status", "due", "find acme", "report aged-receivables")


@pytest.mark.parametrize("line", LOOKED_AT)
def test_what_a_terminal_shows_is_said_again_as_the_command_says_it(
    desk: Desk, found: list[str], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = looked_at(desk, line, monkeypatch)
    assert [looked_at(desk, line, monkeypatch) for _ in range(2)] == [first] * 2
    assert found == [line]
    assert looked_at(desk, f"{line} --today 2026-11-21", monkeypatch) == first
    assert "\x1b[" in first


def test_another_window_is_another_question(desk: Desk, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    looks: tuple[dict[str, str], ...] = (
        *({}, {"COLUMNS": "60"}, {"COLUMNS": "99"}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"LINES": "30"}),
    )
    shown = [looked_at(desk, UNPAID, monkeypatch, **look) for look in looks for _ in range(2)]
    assert shown[::2] == shown[1::2]
    assert found == [UNPAID] * len(looks)
    assert [len({*shown[:2]} & {each}) for each in shown[2::2]] == [0, 1, 0, 0, 1]
    assert desk.run(*UNPAID.split()).out not in shown


def test_what_a_terminal_has_no_room_for_is_found_anew(
    desk: Desk, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        looked_at(desk, "status", monkeypatch, LINES="5", PAGER="cat")
    assert found == ["status"] * 2


def test_a_terminal_is_shown_what_has_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = looked_at(desk, UNPAID, monkeypatch)
    assert desk.run("invoice", "void", "1", "--reason", "mistake").code == 0
    assert looked_at(desk, UNPAID, monkeypatch) != before


def commit(desk: Desk) -> None:
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message=A change")


def edit_issued(desk: Desk) -> None:
    file = desk.root / ISSUED
    file.write_text(file.read_text().replace("Website", "Web shop"))


def at_once(desk: Desk) -> None:
    """Edit without changing the size, and set the time of change back."""
    file = desk.root / ISSUED
    was = file.stat()
    file.write_text(file.read_text().replace("Website", "Webcite"))
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def ignored(desk: Desk) -> None:
    desk.write({".git/info/exclude": "*\n", "invoices/2026/broken.md": "---\n[\n---\n"})


def linked(desk: Desk) -> None:
    shutil.move(desk.root / "invoices", desk.root / "elsewhere")
    (desk.root / "invoices").symlink_to("elsewhere")


def unseen(desk: Desk) -> None:
    desk.git("update-index", "--assume-unchanged", ISSUED)
    edit_issued(desk)


def back_and_forth(desk: Desk) -> None:
    edit_issued(desk)
    desk.run(*UNPAID.split())
    desk.git("checkout", "--quiet", ".")


def together(*deeds: Callable[[Desk], object]) -> Callable[[Desk], None]:
    def done(desk: Desk) -> None:
        for deed in deeds:
            deed(desk)

    return done


def written(path: str, text: str) -> Callable[[Desk], None]:
    return lambda desk: desk.write({path: text})


PAYMENT = "---\ndate: 2026-10-05\namount: 100\ncurrency: EUR\nclient: acme\nallocations: {INV-2026-0001: 100}\n---\n"
CHANGES: dict[str, Callable[[Desk], object]] = {
    "an edit": edit_issued,
    "an edit of the same length and time": at_once,
    "an edit that is committed": together(edit_issued, commit),
    "an edit that is staged": together(edit_issued, lambda desk: desk.git("add", "--all")),
    "an edit that git was told not to see": unseen,
    "a way back": together(edit_issued, commit, lambda desk: desk.git("reset", "--quiet", "--hard", "HEAD~2")),
    "an edit, and the file back as it was": back_and_forth,
    "an edit, the file back as it was, and another edit": together(back_and_forth, edit_issued),
    "a new file": lambda desk: desk.write({"invoices/2026/INV-2026-0002.md": (desk.root / ISSUED).read_text()}),
    "a new file that git ignores": ignored,
    "a new file in a folder that was not there": written("payments/2026/2026-10-05-acme.md", PAYMENT),
    "a file that is gone": lambda desk: (desk.root / ISSUED).unlink(),
    "another name": lambda desk: (desk.root / ISSUED).rename(desk.root / "invoices/2026/INV-2026-0003.md"),
    "another client": written("clients/acme.md", ACME.replace("Acme", "Bolt")),
    "another draft": written("invoices/drafts/more.md", DRAFT),
    "a folder that became a link": linked,
    "other settings": written("backoffice.yaml", SETTINGS.replace("Ada", "Bea")),
    "settings that cannot be read": written("backoffice.yaml", "currency: [\n"),
    "a paper to file": written("inbox/letter.pdf", "%PDF"),
    "a paper to file, in a folder": written("inbox/post/letter.pdf", "%PDF"),
    "a vault": written("secrets.yaml.age", "broken"),
    "git taken away": together(lambda desk: shutil.rmtree(desk.root / ".git"), edit_issued),
}
WITHOUT_CONSEQUENCE = frozenset({"a vault", "a way back", "an edit, and the file back as it was"})


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_answers_are_those_of_a_machine_that_never_asked(
    desk: Desk, tmp_path: Path, change: str
) -> None:
    lines = (UNPAID, "due", "status", "find acme")
    before = [desk.run(*line.split()) for line in lines]
    CHANGES[change](desk)
    answers = [anew(desk, line, tmp_path) for line in lines]
    assert [desk.run(*line.split()) for line in lines] == answers
    assert [desk.run(*line.split()) for line in lines] == answers
    assert answers != before or change in WITHOUT_CONSEQUENCE


def test_what_is_edited_and_not_committed_is_said_again_too(desk: Desk, found: list[str]) -> None:
    edit_issued(desk)
    desk.write({"invoices/drafts/more.md": DRAFT})
    said = [desk.run(*UNPAID.split()) for _ in range(3)]
    assert said == [said[0]] * 3
    assert "Web shop" not in said[0].out
    assert found == [UNPAID]


def test_the_day_ends(desk: Desk, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    del desk.environment["BACKOFFICE_TODAY"]
    desk.run(*UNPAID.split())
    for hours, asked in ((-1, 2), (0, 2), (24, 3)):
        moved = SimpleNamespace(time_ns=lambda hours=hours: time.time_ns() + hours * 3_600_000_000_000)
        with monkeypatch.context() as then:
            then.setattr(answers, "time", moved)
            desk.run(*UNPAID.split())
        assert len(found) == asked, hours


def test_another_day_is_another_question(desk: Desk) -> None:
    late = desk.run(*UNPAID.split())
    desk.environment["BACKOFFICE_TODAY"] = "2026-10-02"
    assert desk.run(*UNPAID.split()) != late


@pytest.mark.parametrize("damage", [b"", b"0 0\n", b"\xff", b"12 3 4 5\nabc", None])
def test_a_damaged_answer_is_found_anew(desk: Desk, found: list[str], damage: bytes | None, tmp_path: Path) -> None:
    desk.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    said = desk.run(*UNPAID.split())
    (file,) = (tmp_path / "cache").rglob("answers/*")
    file.write_bytes(file.read_bytes()[:-7] if damage is None else damage)
    assert desk.run(*UNPAID.split()) == said
    assert found == [UNPAID] * 2
    assert (desk.run(*UNPAID.split()), len(found)) == (said, 2)


def test_only_the_latest_answers_are_kept(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 3)
    desk.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    for day in range(1, 8):
        desk.run("invoice", "list", "--unpaid", "--as-of", f"2026-11-0{day}")
    assert len(list((tmp_path / "cache").rglob("answers/*"))) == 3


@pytest.mark.parametrize("line", ["invoice list", "find --limit 3 acme", "report aged-receivables --as-of never"])
def test_nothing_is_kept_of_what_looks_further_or_fails(desk: Desk, line: str, tmp_path: Path) -> None:
    desk.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    desk.run(*line.split())
    assert not list((tmp_path / "cache").rglob("answers/*"))


def test_nothing_is_kept_where_papers_were_looked_into(desk: Desk, found: list[str]) -> None:
    desk.write({"inbox/acme.txt": "Dear Sirs, the offer is fine."})
    assert desk.run("document", "add", "inbox/acme.txt", "--about", "acme").code == 0
    assert {desk.run("find", "offer").out for _ in range(2)} == {desk.run("find", "offer").out}
    assert found == ["find offer"] * 3


def test_nothing_is_kept_where_records_cannot_be_read(desk: Desk, found: list[str]) -> None:
    desk.write({"clients/broken.md": "---\nname: [\n---\n"})
    assert [desk.run(*UNPAID.split()).code for _ in range(2)] == [1, 1]
    assert len(found) == 2


def test_a_change_of_a_moment_ago_is_not_believed(
    desk: Desk, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "time", time)
    edit_issued(desk)
    desk.run(*UNPAID.split())
    desk.run(*UNPAID.split())
    assert len(found) == 2


def test_untrusted_settings_of_git_are_met_first(desk: Desk) -> None:
    desk.run(*UNPAID.split())
    desk.git("config", "filter.odd.clean", "odd")
    said = desk.run(*UNPAID.split())
    assert (said.code, said.out) == (1, "")
    assert "could run programs" in said.err


def test_an_answer_nobody_reads_to_the_end_is_no_error(desk: Desk) -> None:
    place = {"PYTHONPATH": ":".join(sys.path), "BACKOFFICE_TODAY": "2026-11-21", "PATH": "/usr/bin:/bin"}
    line = f"{sys.executable} -m backoffice {UNPAID}"
    said = []
    for ending in ("| true", ">/dev/full", "| cat"):
        words = ["sh", "-c", f"{line} {ending}"]
        done = subprocess.run(words, cwd=desk.root, env=place, capture_output=True, text=True, check=False)
        said.append(done.stderr.partition("\n")[0])
    assert said == ["", "backoffice: error: the output could not be written: No space left on device", ""]


def test_an_answer_that_is_known_imports_hardly_anything(desk: Desk) -> None:
    said = desk.run(*UNPAID.split())
    code = (
        "import sys, time; from backoffice.workspace.index import ahead; now = time.time_ns;"
        "ahead.time = type('', (), {'time_ns': staticmethod(lambda: now() + 3 * 10 ** 9)});"
        "from backoffice.__main__ import main;"
        f"main({UNPAID.split()}); print('|', *sys.modules)"
    )
    environment = os.environ | desk.environment | {"PYTHONPATH": str(Path.cwd())}
    words = [sys.executable, "-S", "-c", code]
    done = subprocess.run(words, cwd=desk.root, env=environment, capture_output=True, text=True, check=True)
    text, _, imported = done.stdout.rpartition("|")
    assert text == said.out
    assert not {"collections", "contextlib", "datetime", "re", "sqlite3", "typing"} & set(imported.split())
