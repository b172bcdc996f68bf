"""Keys that run a program: only one that was allowed, and what it asks reaches the person at the terminal."""

from pathlib import Path

import pytest

from tests.cli.secret.safe import CANARY, Safe
from tests.cli.secret.terminal import sit
from tests.playground import in_python

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)

PLUGIN = '''\
"""An age plugin that hides a file key behind nothing but base64: what matters here is who runs it, and when."""
import base64, pathlib, sys

def lines():
    yield from (line.rstrip("\\n") for line in sys.stdin)

read = lines()

def stanzas():
    """Yield the arguments and the body of everything up to `-> done`."""
    for line in read:
        words, body = line.split()[1:], ""
        for part in read:
            body += part
            if len(part) < 64:
                break
        if words[0] == "done":
            return
        yield words, body

def one(words, body):
    """Say something, and read the answer to it."""
    print(f"-> {{words}}", body, sep="\\n", flush=True)
    next(read), next(read)

pathlib.Path({log!r}).open("a").write(sys.argv[1] + "\\n")
given = list(stanzas())
if "recipient-v1" in sys.argv[1]:
    for number, (words, body) in enumerate(each for each in given if each[0][0] == "wrap-file-key"):
        one(f"recipient-stanza {{number}} sample", body)
else:
    for words, body in given:
        if words[0] == "recipient-stanza" and words[2] == "sample":
            one("msg", base64.b64encode(b"Touch it").decode().rstrip("="))
            one(f"file-key {{words[1]}}", body)
print("-> done\\n", flush=True)
'''


def bech32(prefix: str, raw: bytes) -> str:
    """Return how age writes a key of a plugin (BIP 173)."""
    bits = "".join(f"{byte:08b}" for byte in raw)
    values = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    expanded = [*(ord(each) >> 5 for each in prefix), 0, *(ord(each) & 31 for each in prefix)]
    check = 1
    for value in [*expanded, *values, 0, 0, 0, 0, 0, 0]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(STEPS):
            check ^= step if top >> bit & 1 else 0
    values += [(check ^ 1) >> 5 * (5 - at) & 31 for at in range(6)]
    return f"{prefix}1{''.join(LETTERS[each] for each in values)}"


RECIPIENT = bech32("age1sample", b"public")
IDENTITY = bech32("age-plugin-sample-", b"private").upper()


@pytest.fixture
def log(safe: Safe, tmp_path: Path) -> Path:
    """What the plugin was run for, line by line."""
    log, program = tmp_path / "log", tmp_path / "bin" / "age-plugin-sample"
    program.parent.mkdir()
    program.write_text(in_python(PLUGIN.format(log=str(log))))
    program.chmod(0o755)
    safe.more = {"PATH": f"{program.parent}:{safe.environment['PATH']}"}
    return log


def test_no_plugin_is_run_that_was_not_allowed(safe: Safe, log: Path) -> None:
    said = safe.refused("recipients", "add", "token", RECIPIENT)
    assert "would run the age plugin sample, which is not allowed" in said
    assert "`backoffice secret plugin sample`" in said
    safe.people.write_text(f"{safe.people.read_text()}mallory:\n  keys: [{RECIPIENT}]\n")
    said = safe.run("recipients", "accept", "--yes").err
    assert "would run the age plugin sample" in said
    assert not log.exists()


def test_an_allowed_plugin_encrypts_and_decrypts(safe: Safe, log: Path) -> None:
    safe.fine("plugin", "sample", "--yes")
    safe.fine("recipients", "add", "token", RECIPIENT)
    safe.add("acme/mail", CANARY)
    key = safe.home / "token.txt"
    key.write_text(f"{IDENTITY}\n")
    key.chmod(0o600)
    safe.identity.unlink()
    said = safe.fine("show", "acme/mail", "-f", "password", "--reveal", "--identity", str(key))
    assert (said.out, said.err) == (f"{CANARY}\n", "Touch it\n")
    assert set(log.read_text().split()) == {"--age-plugin=recipient-v1", "--age-plugin=identity-v1"}


def test_the_list_is_asked_for_shown_and_shortened(safe: Safe, log: Path) -> None:
    assert "nobody is here to agree" in safe.run("plugin", "sample").err
    assert safe.fine("plugin").out == "no plugin is allowed\n"
    assert safe.fine("plugin", "sample", "--yes").out == "age-plugin-sample may be run for your keys.\n"
    assert safe.fine("plugin").rows == [["sample", str(log.parent / "bin" / "age-plugin-sample")]]
    safe.fine("plugin", "sample", "--forbid")
    assert "is not allowed" in safe.refused("plugin", "sample", "--forbid")
    assert safe.run("plugin", "../sh").code == 2
    assert "not allowed" in safe.refused("recipients", "add", "token", RECIPIENT)


@pytest.mark.parametrize("answer", ["y", "n"])
def test_a_person_is_asked_before_the_first_use(safe: Safe, log: Path, answer: str) -> None:
    person = sit(safe, "secret", "recipients", "add", "token", RECIPIENT)
    person.sees("wants to run the program age-plugin-sample")
    assert not log.exists()
    person.types(f"{answer}\n")
    assert person.ends() == (0 if answer == "y" else 1)
    assert log.exists() == (answer == "y")
    assert ("sample" in safe.fine("plugin").out) == (answer == "y")
