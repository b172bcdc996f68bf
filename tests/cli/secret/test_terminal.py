"""At a terminal: secrets are typed without an echo, shown on a screen without a history, and edited in memory."""

import shlex
from pathlib import Path

import pytest

from backoffice.cli.secret import memory
from tests.cli.secret.safe import CANARY, Safe
from tests.cli.secret.terminal import sit
from tests.playground import in_python
from tests.vault.age_writer import protected

OTHER_SCREEN, FIRST_SCREEN, CLEAR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[2J"
SECRET = "hunter2-canary"


def test_a_secret_is_typed_twice_without_an_echo(safe: Safe) -> None:
    person = sit(safe, "secret", "add", "acme/mail")
    person.sees("Password of acme/mail: ")
    person.types(f"{SECRET}\n")
    person.sees("again: ")
    person.types(f"{SECRET}\n")
    assert person.ends() == 0
    assert SECRET.encode() not in person.shown
    assert safe.get("acme/mail") == SECRET


def test_a_slip_is_found(safe: Safe) -> None:
    person = sit(safe, "secret", "add", "acme/mail")
    person.sees("Password of acme/mail: ")
    person.types("one\n")
    person.sees("again: ")
    person.types("other\n")
    assert person.ends() == 1
    assert b"the two differ" in person.shown
    assert safe.names() == []


def test_what_is_shown_is_wiped_by_a_key(safe: Safe) -> None:
    safe.add("acme/mail", SECRET)
    for words in (["-f", "password"], ["--reveal"]):
        person = sit(safe, "secret", "show", "acme/mail", *words)
        shown = person.sees("any key wipes this")
        assert shown.index(OTHER_SCREEN) < shown.index(SECRET.encode())
        person.types("q")
        assert person.ends() == 0
        after = person.shown[person.shown.index(b"any key wipes this") :]
        assert after.index(CLEAR) < after.index(FIRST_SCREEN)
        assert SECRET.encode() not in after


def test_an_interruption_wipes_it_as_well(safe: Safe) -> None:
    safe.add("acme/mail", SECRET)
    person = sit(safe, "secret", "show", "acme/mail", "-f", "password")
    person.sees("any key wipes this")
    person.types("\x03")
    assert person.ends() == 130
    after = person.shown[person.shown.index(b"any key wipes this") :]
    assert after.index(CLEAR) < after.index(FIRST_SCREEN)


def test_an_entry_is_masked_at_a_terminal_too(safe: Safe) -> None:
    safe.add("acme/mail", SECRET)
    person = sit(safe, "secret", "show", "acme/mail")
    assert person.ends() == 0
    assert SECRET.encode() not in person.shown


def test_a_passphrase_protects_the_identity(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    person = sit(safe, "secret", "init", "--protect")
    person.sees("spare")
    person.types("\n")
    for question in ("New passphrase: ", "again: "):
        person.sees(question)
        person.types("open sesame\n")
    assert person.ends() == 0, person.shown
    assert safe.identity.read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert "nobody can be asked" in safe.refused("show", "acme/mail", "-f", "password", "--reveal")


def test_a_person_is_asked_for_the_passphrase(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    safe.identity.write_bytes(protected(safe.identity.read_text(), "open sesame"))
    for given, code in (("open sesame", 0), ("wrong", 1)):
        person = sit(safe, "secret", "show", "acme/mail")
        person.sees("Passphrase of")
        person.types(f"{given}\n")
        assert person.ends() == code
        assert (b"the passphrase does not open" in person.shown) == bool(code)


EDITOR = """
import pathlib, stat, sys
path = pathlib.Path(sys.argv[-1])
text = path.read_text()
pathlib.Path({seen!r}).write_text(f"{{path}}\\n{{stat.S_IMODE(path.stat().st_mode):o}}\\n"
    f"{{stat.S_IMODE(path.parent.stat().st_mode):o}}\\n{{' '.join(sys.argv[1:-1])}}")
path.write_text(text.replace("username: \\n", "username: ann: #1\\n") + "a note\\n")
"""


@pytest.mark.skipif(not memory.is_memory("/dev/shm"), reason="nothing is in memory here")  # noqa: S108
def test_the_editor_sees_a_file_in_memory_that_nobody_else_can_read(safe: Safe, tmp_path: Path) -> None:
    safe.add("acme/mail", CANARY)
    script, seen = tmp_path / "vim", tmp_path / "seen"
    script.write_text(in_python(EDITOR.format(seen=str(seen))))
    script.chmod(0o755)
    safe.more = {"EDITOR": shlex.quote(str(script))}
    safe.fine("edit", "acme/mail", "--editor")
    path, mode, folder, words = seen.read_text().splitlines()
    assert memory.is_memory("/dev/shm")  # noqa: S108
    assert path.startswith("/dev/shm/")  # noqa: S108
    assert (mode, folder) == ("600", "700")
    assert words == "-n -i NONE -c set nobackup nowritebackup noswapfile noundofile"
    assert not Path(path).parent.exists()
    fields = safe.fine("show", "acme/mail", "--reveal", "--format", "json").json["data"]["fields"]
    assert fields == {"password": CANARY, "username": "ann: #1", "notes": "a note"}


def test_an_editor_that_may_keep_copies_is_refused(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    safe.more = {"EDITOR": "cat"}
    assert "may keep copies" in safe.refused("edit", "acme/mail", "--editor")
    safe.more = {"EDITOR": "true"}
    assert "as it was" in safe.fine("edit", "acme/mail", "--editor", "--on-disk").out


def test_the_disk_is_used_only_if_that_was_said(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    safe.add("acme/mail", CANARY)
    safe.more = {"EDITOR": "ed"}
    monkeypatch.setattr(memory, "is_memory", lambda _: False)
    said = safe.run("edit", "acme/mail", "--editor")
    assert said.code == 1
    if "was not found" not in said.err:
        assert "no folder in memory" in said.err
        assert "--on-disk" in said.err
