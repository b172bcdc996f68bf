"""Our vault beside pass, passage, keepassxc-cli and age itself: ``python -m tests.bench.vaults``.

Every program holds the same entries, and every key is without a passphrase, so that nothing but the work is measured.
What takes pass and passage a run of gpg or age for each entry is measured on a hundred entries, and reckoned from that;
such figures have a ≈. passage is among them where it is installed; Debian's package of that name is a game. gopass and
sops are not: Debian's gopass is another program of that name, and nobody packages the sops of today.
"""

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

from backoffice.vault import age, identity, keyfile, opening
from backoffice.vault.entries import Entry
from backoffice.vault.recipients import Person, Recipients
from backoffice.vault.secret import Secret
from tests.bench.bench import heading, memory, row, width_of
from tests.bench.measure import Contender, Runs, measured
from tests.bench.questions import BESIDE, TODAY

DAY = dt.date(2026, 11, 21)
SETTINGS = "business: {name: Bench}\ncurrency: EUR\ntimezone: UTC\n"
OUTSIDE = Path(tempfile.gettempdir()) / "backoffice-bench"
"""Outside of every repository: an identity in one is refused."""

PEERS = ("age", "pass", "passage", "keepassxc-cli")
UNCOMMITTED, LESS = "… uncommitted", "… one less"
"""The question of recipients twice more: the others do not commit what they write, and do the same to take one out."""
GPG = "bench@example.org", "second@example.org"
"""Keys of the pass store; the second one is let in and taken out again."""

TEXT = b"secret\nusername: x\n"

LEAKS = """
import hashlib, sys
hashes = sorted(hashlib.sha1(b"%d" % each, usedforsecurity=False).hexdigest() for each in range(1_000_000))
open(sys.argv[1], "w").writelines(f"{each.upper()}:1\\n" for each in hashes)
"""
"""Writes hashes of leaked passwords to look through, in a process of its own, for they take memory; the published list
has a thousand times as many."""

FEW = 100
"""Entries of which pass and passage are asked what takes one run of gpg or age for each."""

KDBX = "pw"
"""The password of the keepassxc database; it is measured with its key derivation, as its users have it."""


@dataclass(frozen=True)
class Stores:
    """Where one size lies: our workspace, and beside it what the others read."""

    folder: Path
    size: int

    @property
    def environment(self) -> Mapping[str, str]:
        home = str(self.folder / "home")
        return {
            "BACKOFFICE_TODAY": TODAY,
            "GNUPGHOME": str(self.folder / "gnupg"),
            "HOME": home,
            "PASSAGE_DIR": str(self.folder / "passage"),
            "PASSAGE_IDENTITIES_FILE": keyfile.default_path({"HOME": home}),
            "PASSWORD_STORE_DIR": str(self.folder / "store"),
            "PATH": f"{BESIDE}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path.cwd()),
        }

    @property
    def few(self) -> Mapping[str, str]:
        """The environment with the stores of few entries in the place of the whole ones."""
        return {
            **self.environment,
            "PASSAGE_DIR": str(self.folder / "passage-few"),
            "PASSWORD_STORE_DIR": str(self.folder / "store-few"),
        }

    @property
    def entry(self) -> str:
        return name_of(self.size // 2)

    def begin(self) -> None:
        """Put the workspace back to how it was at first."""
        for name in ("books", "home"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.folder / "first" / name, self.folder / name, symlinks=True)

    def run(self, *words: str, given: bytes = b"") -> None:
        environment = {**os.environ, **self.environment}
        subprocess.run(words, cwd=self.folder / "books", env=environment, input=given, capture_output=True, check=True)


def name_of(number: int) -> str:
    return f"client-{number % 97:02}/service-{number:05}"


def entries(size: int) -> Iterator[Entry]:
    for number in range(size):
        entry = Entry(name=name_of(number), username=f"user{number}", url=f"https://s{number}.example.org")
        yield entry.with_field("password", Secret(f"p{number:x}-Zu9§kLm2-{number * 7919}"), on=DAY)


def prepared(size: int, folder: Path) -> Stores:
    """Make all stores of one size, unless they are there."""
    stores = Stores(folder / f"vault-{size}", size)
    if not (stores.folder / "ready").exists():
        shutil.rmtree(stores.folder, ignore_errors=True)
        for name in ("books/secrets", "home", "passage", "passage-few", "store", "store-few"):
            (stores.folder / name).mkdir(parents=True)
        _ours(stores)
        for name in ("books", "home"):
            shutil.copytree(stores.folder / name, stores.folder / "first" / name, symlinks=True)
        if shutil.which("pass"):
            _for_pass(stores)
        if shutil.which("passage"):
            _for_passage(stores)
        if shutil.which("keepassxc-cli"):
            _for_keepassxc(stores)
        (stores.folder / "ready").touch()
    return stores


def _ours(stores: Stores) -> None:
    books = stores.folder / "books"
    made = identity.make(keyfile.default_path(stores.environment))
    people = Recipients().with_person(Person("ann", (made.recipient,)))
    people = people.with_person(Person("bob", (age.new_identity()[1],)))
    store = opening.new_store("secrets.yaml.age").put(*entries(stores.size))
    keys = identity.load(made.path, ask=lambda _: None)
    saved = opening.save(store, people, vault="default", identities=keys, accepted=people.raw)
    stores.run(sys.executable, "-c", LEAKS, str(stores.folder / "leaked.txt"))
    (books / "backoffice.yaml").write_text(SETTINGS)
    (books / "secrets.yaml.age").write_bytes(saved.raw)
    (books / "secrets" / "recipients.yaml").write_bytes(people.raw)
    config = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    for words in (("init", "-q"), ("add", "-A"), (*config, "commit", "-qm", "Start")):
        stores.run("git", *words)
    for key in ("name", "email"):
        stores.run("git", "config", f"user.{key}", "x")
    stores.run(sys.executable, "-m", "backoffice", "secret", "recipients", "accept", "--yes")


def _for_pass(stores: Stores) -> None:
    """Encrypt one entry, and link the others to it: what each holds makes no difference to the time it takes."""
    (stores.folder / "gnupg").mkdir(mode=0o700)
    for person in GPG:
        stores.run("gpg", "--batch", "--passphrase", "", "--quick-gen-key", person, "default", "default", "never")
    stores.run("pass", "init", GPG[0])
    stores.run("pass", "insert", "--multiline", "first", given=TEXT)
    whole, few = stores.folder / "store", stores.folder / "store-few"
    _linked(whole / "first.gpg", (whole, stores.size), (few, min(stores.size, FEW)))
    shutil.copy(whole / ".gpg-id", few)


def _linked(first: Path, *folders: tuple[Path, int]) -> None:
    for folder, size in folders:
        for number in range(size):
            file = folder / f"{name_of(number)}{first.suffix}"
            file.parent.mkdir(exist_ok=True)
            file.hardlink_to(first)
    first.unlink()


def _for_passage(stores: Stores) -> None:
    (key,) = identity.load(keyfile.default_path(stores.environment), ask=lambda _: None)
    whole, few = stores.folder / "passage", stores.folder / "passage-few"
    (whole / "first.age").write_bytes(age.encrypt(TEXT, [key.public()]))
    _linked(whole / "first.age", (whole, stores.size), (few, min(stores.size, FEW)))
    for folder in (whole, few):
        (folder / ".age-recipients").write_text(f"{key.public()}\n")


def _for_keepassxc(stores: Stores) -> None:
    groups: dict[str, list[Entry]] = {}
    for entry in entries(stores.size):
        groups.setdefault(entry.name.partition("/")[0], []).append(entry)
    text = "".join(_group(name, inside) for name, inside in groups.items())
    file = stores.folder / "export.xml"
    file.write_text(f"<KeePassFile><Root><Group><Name>Root</Name>{text}</Group></Root></KeePassFile>")
    typed = f"{KDBX}\n{KDBX}\n".encode()
    stores.run("keepassxc-cli", "import", "--set-password", str(file), str(stores.folder / "store.kdbx"), given=typed)


def _group(name: str, inside: Sequence[Entry]) -> str:
    return f"<Group><Name>{name}</Name>{''.join(map(_xml, inside))}</Group>"


def _xml(entry: Entry) -> str:
    fields = {"Title": entry.name.partition("/")[2], "UserName": entry.username, "Password": entry.password.reveal()}
    strings = (f"<String><Key>{key}</Key><Value>{escape(value)}</Value></String>" for key, value in fields.items())
    return f"<Entry>{''.join(strings)}</Entry>"


def questions(stores: Stores) -> dict[str, list[Contender]]:
    """Return the contenders of each question."""
    key = keyfile.default_path(stores.environment)
    letting = ("recipients", "add", "cat", age.new_identity()[1])
    plain = ("age", "--decrypt", "--identity", key, "secrets.yaml.age")
    return {
        "show": [
            _ours_with(stores, "show", stores.entry, "-f", "password", "--reveal"),
            *_peer(stores, "age", *plain),
            *_peer(stores, "pass", "pass", "show", stores.entry),
            *_peer(stores, "passage", "passage", "show", stores.entry),
            *_keepassxc(stores, "show", "--quiet", "--attributes", "Password", "{db}", stores.entry),
        ],
        "list": [
            _ours_with(stores, "list"),
            *_peer(stores, "pass", "pass", "ls"),
            *_peer(stores, "passage", "passage", "ls"),
            *_keepassxc(stores, "ls", "--quiet", "--recursive", "--flatten", "{db}"),
        ],
        "search": [
            _ours_with(stores, "find", f"user{stores.size // 2}"),
            *_reckoned(stores, "pass", "pass grep username || true"),
            *_reckoned(stores, "passage", "passage grep username || true"),
            *_keepassxc(stores, "search", "--quiet", "{db}", f"user{stores.size // 2}"),
        ],
        "change": [
            _ours_with(stores, "rotate", stores.entry),
            *_peer(stores, "pass", "pass", "generate", "--in-place", stores.entry),
        ],
        "recipients": [
            replace(_ours_with(stores, *letting), before=stores.begin),
            *_reckoned(
                stores,
                "pass",
                f"grep -q {GPG[1]} $PASSWORD_STORE_DIR/.gpg-id || more={GPG[1]}; pass init {GPG[0]} $more",
            ),
            *_reckoned(stores, "passage", f"echo {letting[-1]} >> $PASSAGE_DIR/.age-recipients; passage reencrypt"),
        ],
        UNCOMMITTED: [
            replace(_ours_with(stores, *letting, start=("-m", "tests.bench.uncommitted")), before=stores.begin)
        ],
        LESS: [replace(_ours_with(stores, "recipients", "remove", "bob", "--yes"), before=stores.begin)],
        "audit": [_ours_with(stores, "audit", "--only", "weak", "--only", "duplicate")],
        "leaked": [
            _ours_with(stores, "audit", "--only", "pwned", "--pwned", "../leaked.txt"),
            *_keepassxc(stores, "analyze", "--quiet", "--hibp", str(stores.folder / "leaked.txt"), "{db}"),
        ],
    }


def _ours_with(stores: Stores, *words: str, start: Sequence[str] = ("-m", "backoffice")) -> Contender:
    command = [sys.executable, "-P", *start, "secret", *words]
    return Contender("backoffice", command, environment=stores.environment, folder=stores.folder / "books")


def _peer(stores: Stores, name: str, *command: str) -> Iterator[Contender]:
    if shutil.which(command[0]):
        yield Contender(name, command, environment=stores.environment, folder=stores.folder / "books")


def _reckoned(stores: Stores, name: str, line: str) -> Iterator[Contender]:
    """Yield what takes a program one run of another for each entry, to be asked of few of them."""
    if shutil.which(name):
        times = max(stores.size / FEW, 1)
        yield Contender(name, ("sh", "-c", line), environment=stores.few, folder=stores.folder / "books", times=times)


def _keepassxc(stores: Stores, *words: str) -> Iterator[Contender]:
    """Yield the command with the password on its standard input."""
    database = stores.folder / "store.kdbx"
    line = " ".join(word.replace("{db}", str(database)) for word in words)
    if database.exists():
        yield from _peer(stores, "keepassxc-cli", "sh", "-c", f"echo {KDBX} | keepassxc-cli {line}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the arguments ask for and print a table for each size."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.vaults", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", help="numbers of entries, with commas")
    parser.add_argument("--rounds", type=int, default=9, help="runs of each command")
    parser.add_argument("--folder", type=Path, default=OUTSIDE, help="where the vaults are kept")
    parser.add_argument("--only", default="", help="only questions with this in their name")
    parser.add_argument("--cpu", action="store_true", help="count seconds of processors, not those on the wall")
    given = parser.parse_args(arguments)
    for size in (int(text) for text in given.sizes.split(",")):
        stores = prepared(size, given.folder.resolve())
        stores.begin()
        chosen = {name: each for name, each in questions(stores).items() if given.only in name}
        for line in _lines(size, chosen, given):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        if shutil.which("gpgconf"):
            stores.run("gpgconf", "--kill", "all")  # the agent that pass has started


def _lines(size: int, chosen: Mapping[str, Sequence[Contender]], given: argparse.Namespace) -> Iterator[str]:
    """Yield the table of one size, each line as soon as it is measured."""
    there = {each.name for contenders in chosen.values() for each in contenders}
    used, width = [name for name in ("backoffice", *PEERS) if name in there], width_of(chosen)
    results: dict[str, Mapping[str, Runs]] = {}
    yield from heading(size, used, width)
    for name, contenders in chosen.items():
        found = measured(contenders, rounds=given.rounds, patience=10, cpu=given.cpu)
        results[name] = {**results.get("recipients", {}), **found} if name in {UNCOMMITTED, LESS} else found
        yield row(name, results[name], used, width)
    yield from memory(results.values(), used, width)


if __name__ == "__main__":
    main()
