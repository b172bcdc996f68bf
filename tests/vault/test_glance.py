"""The glance at a vault sees nothing that the whole reading does not see, and nothing where that refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.core.errors import BackofficeError
from backoffice.vault import age, glance, identity, opening, pins, unlock
from backoffice.vault.entries import Entry
from backoffice.vault.meta import Meta
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

META = Meta("store", Secret("key"))
FIELDS = ("password", "notes", "totp", "pin", "custom.pin", "tags", "why", "x")
LINES = [
    '  password: "x"',
    '  "password": "x"',
    '  "custom.pin": "x"',
    "  password:",
    '  password: "a\\"b\\\\"',
    '  password: "a" # b"',
    '  password: a"',
    '  notes: "n\\nm\\t"',
    '  notes: "\\x41"',
    "  notes: |",
    ' notes: "x"',
    '  totp: "\x07"',
    "  custom:",
    '    "pin": "0815"',
    '    "PIN: 2": "0815"',
    '    "e\u0301": "0815"',
    '    pin: "0815"',
    '      "pin": "0815"',
    "    pin:",
    '  custom: "x"',
    "  tags:",
    '    - "b"',
    '    - a: "b"',
    '  tags: ""',
    "  changed:",
    '    "password": "2026-02-28"',
    '    "pin": "2026-02-30"',
    '    "notes": "2026-2-3"',
    '    "totp": "0000-01-01"',
    '  rotate: "90d"',
    '  rotate: "often"',
    '  why: "because"',
    '  name: "y"',
    "",
    '"y":',
    '"x":',
]

stacks = st.lists(st.sampled_from(LINES), max_size=6).map(
    lambda lines: "".join(f"{line}\n" for line in ['"x":', *lines])
)


def gives_up(look: Callable[..., str | bytes], *given: object) -> bool:
    try:
        look(*given)
    except Exception:  # noqa: BLE001 - of any sort: somebody else says what it is
        return True
    return False


@given(stacks)
@example('"x":\n  custom:\n  password: "p"\n  tags:\n')
@example('"x":\n  changed:\n    "password": "2026-12-31"\n  password: "p"\n  rotate: "1y"\n')
@example('"x":\n  changed:\n    "password": "2024-02-29"\n  password: "p"\n')
@example('"x":\n  password: "p')
def test_what_it_sees_is_what_the_store_reads(text: str) -> None:
    for field in FIELDS:
        try:
            seen = glance.value(text, "x", field)
        except ValueError:
            continue
        assert Store("x", META, text).get("x").value(field).reveal() == seen


@given(stacks, st.lists(stacks, max_size=1), st.sampled_from(["x", "0815", "n m", "pin", 'a"b', "because", "b"]))
@example('"x":\n  notes: "\\\\"\n', [], "\\\\")
@example('"x":\n  password: "x"\n"x":\n  password: "y"\n', [], "x")
@example('"y":\n  notes: "x\\ny"\n  tags:\n    - "b"\n    - "a"\n', [], "A B")
def test_it_finds_what_the_store_finds(text: str, more: list[str], words: str) -> None:
    text = "".join([text, *(each.replace('"x":', '"z":') for each in more)])
    try:
        found = list(glance.matches(text, words))
    except ValueError:
        return
    entries = Store("x", META, text).search(words)
    assert [each[:5] for each in found] == [
        (each.name, each.username, each.url, " ".join(each.tags), each.owner) for each in entries
    ]
    assert [each[5] for each in found] == [str(each.last_change() or "") for each in entries]
    assert not [each for each in entries for field in each.fields() if each.due_on(field)]


@pytest.mark.parametrize(
    "entry",
    [
        made.entry("x", password='a"b\\n\\\\', custom__pin="0123", notes="one\ntwo\t"),
        made.entry("x", password="p", username="ann", url="https://x", totp="JBSWY3DPEHPK3PXP"),
        made.entry("x", custom__pin="ä", password="p")._replace(
            tags=("a", "b"), owner="ann", why="bob left", due={"password": made.TODAY}, exposed={"bob": made.TODAY}
        ),
    ],
)
def test_every_usual_entry_is_seen(entry: Entry) -> None:
    text = made.store(entry).text
    for field, value in entry.fields().items():
        assert glance.value(text, "x", field) == value.reveal()
    assert glance.value(text, "x", "password") == entry.password.reveal()
    assert gives_up(glance.value, text, "x", "nothing")


# ── The file ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, str]:
    """Return the text of an identity, and its recipient."""
    new = identity.make(tmp_path / "home" / "identity.txt")
    return glance.identity(new.path), new.recipient


def written(folder: Path, store: Store) -> bytes:
    pins.forget(str(folder), "default")
    pins.keep(str(folder), "default", store.meta.pin())
    return (folder / "vault" / "default.json").read_bytes()


def test_the_vault_that_was_seen_last_is_opened(key: tuple[str, str], tmp_path: Path) -> None:
    store = made.store(made.entry("x", password="p")).renewed().renewed()
    raw = age.encrypt(store.text.encode(), [key[1]])
    assert glance.opened(raw, key[0], written(tmp_path, store)) == store.text
    first = made.store()
    assert glance.opened(age.encrypt(first.text.encode(), [key[1]]), key[0], written(tmp_path, first)) == first.text


def test_every_other_one_is_left_to_those_who_can_tell(key: tuple[str, str], tmp_path: Path) -> None:
    store = made.store(made.entry("x", password="p")).renewed()
    pin, text = written(tmp_path, store), store.text
    later, other = store.about(store.meta._replace(rev=7)), made.store()
    head, rest = text.partition('"x":')[::2]
    changed = {
        "a later revision": later.text,
        "another key": other.text,
        "an earlier key": store.about(store.meta._replace(before=())).text,
        "another format": text.replace('format: "1"', 'format: "2"'),
        "no store": text.replace(store.meta.store, ""),
        "more about itself": text.replace('  rev: "0"\n', '  more: "x"\n  rev: "0"\n'),
        "a text for a list": head.replace("before:\n", 'before: ""\n').replace("    - ", "  more: ") + rest,
        "no head": rest,
        "other line ends": text.replace("\n", "\r\n"),
        "marks of a merge": f"{text}<<<<<<< ours\n",
        "a mark of bytes": f"\ufeff{text}",
    }
    for what, each in changed.items():
        assert gives_up(glance.opened, age.encrypt(each.encode(), [key[1]]), key[0], pin), what
    raw = age.encrypt(text.encode(), [key[1]])
    for file in (b"", b"<<<<<<< x\n" + raw, raw[:-1], age.encrypt(text.encode(), [key[1]], armored=True)):
        assert gives_up(glance.opened, file, key[0], pin)
    assert gives_up(glance.opened, raw, key[0], pin.rstrip())


def test_vaults_that_are_no_files_are_not_looked_into(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    file = inner / "x.age"
    file.write_bytes(b"x")
    assert glance.raw_of(str(file)) == b"x"
    (tmp_path / "link").symlink_to(inner)
    (tmp_path / "file").symlink_to(file)
    huge = tmp_path / "huge"
    with huge.open("wb") as opened:
        opened.truncate(1 << 40)
    for path in (tmp_path / "link" / "x.age", tmp_path / "file", inner, huge, tmp_path / "none"):
        assert gives_up(glance.raw_of, str(path))


def test_an_identity_is_taken_only_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "identity.txt"
    secret, _ = age.new_identity()
    for text in ("", "# none\n", f"{secret.reveal()}\n{secret.reveal()}\n", f"{secret.reveal()}\n{'#' * 70_000}\n"):
        path.write_text(text)
        path.chmod(0o600)
        assert gives_up(glance.identity, str(path))


@pytest.mark.skipif(not unlock.available(), reason="this kernel keeps no keys for us")
def test_an_identity_under_a_passphrase_is_taken_while_it_is_unlocked(tmp_path: Path) -> None:
    path = tmp_path / "identity.txt"
    path.write_bytes(b"-----BEGIN AGE ENCRYPTED FILE-----\n")
    path.chmod(0o600)
    assert gives_up(glance.identity, str(path))
    unlock.keep(str(path), Secret("# a comment\nAGE-SECRET-KEY-1X\n"), seconds=60)
    assert glance.identity(str(path)) == "AGE-SECRET-KEY-1X"
    unlock.forget(str(path))


def test_the_whole_reading_opens_what_the_glance_does(key: tuple[str, str], tmp_path: Path) -> None:
    """Both are asked the same questions: what one of them opens with a pin, the other does."""
    store = made.store(made.entry("x", password="p"))
    raw = age.encrypt(store.text.encode(), [key[1]])
    keys = age.identities_of(key[0].encode(), path="x", ask=made.nobody)
    pin = written(tmp_path, store)
    assert opening.open_store(raw, keys, path="x", pin=pins.pinned(str(tmp_path), "default")).text == store.text
    assert glance.opened(raw, key[0], pin) == store.text
    forged = age.encrypt(made.store().text.encode(), [key[1]])
    with pytest.raises(BackofficeError):
        opening.open_store(forged, keys, path="x", pin=pins.pinned(str(tmp_path), "default"))
    assert gives_up(glance.opened, forged, key[0], pin)
