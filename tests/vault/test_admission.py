"""Letting somebody in the short way writes what the long one writes, or nothing at all."""

import datetime as dt
from itertools import count
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.core.errors import RefusedError
from backoffice.vault import admission, age, recipients
from backoffice.vault.recipients import Person, Recipients
from tests.vault import made

ANN, BOB, CAT = (made.identity(name).public() for name in ("ann", "bob", "cat"))
SSH = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHAlvHxi8IDswLuXQCgacLgmS4qjxQWcbadtZcsJXDrn"
KEYS = (ANN, BOB, CAT, SSH)
NAMES = ("ann", "bob", "on", "y", "null", "inf", "nan", "a-b", "0x1f", "12", "2026-11-21", "Ann", "o", "e1", "default")

people = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=2),
        st.lists(st.sampled_from(NAMES), max_size=2),
    ),
    min_size=1,
    max_size=4,
)


def long_way(before: Recipients, name: str, keys: list[str], vaults: list[str]) -> Recipients:
    """Return what the command makes of it."""
    there = next((each for each in before.people if each.name == name), None)
    if there is None:
        return before.with_person(Person(name, tuple(keys), tuple(vaults) or ("default",), made.TODAY))
    both = tuple(dict.fromkeys([*there.vaults, *vaults]))
    return before.with_person(there._replace(keys=(*there.keys, *keys), vaults=both))


def short_way(text: str, name: str, keys: list[str], vaults: list[str]) -> tuple[str, dict[str, admission.Reader]]:
    """Return what the glance makes of it, and reads of that; nothing where it gives up."""
    try:
        text = admission.admitted(text, name, keys, vaults, today=str(made.TODAY))
        return text, admission.read(text)
    except ValueError:
        return "", {}


@given(people)
@example([("ann", [ANN], []), ("bob", [BOB, SSH], ["default", "finance"]), ("ann", [CAT, ANN], ["default"])])
@example([("ann", [ANN], []), ("bob", [ANN], [])])
@example([("ann", [ANN], ["on"]), ("no", [BOB], [])])
@example([("ann", [ANN, ANN], ["a", "a"])])
def test_both_ways_write_the_same(steps: list[tuple[str, list[str], list[str]]]) -> None:
    now = Recipients()
    for name, keys, vaults in steps:
        try:
            then = long_way(now, name, keys, vaults)
        except RefusedError:
            then = None
        short, readers = short_way(now.raw.decode(), name, keys, vaults)
        if short:
            assert then
            assert then.raw.decode() == short
            assert {each.name: ([*each.keys], [*each.vaults]) for each in then.people} == {
                each: (reader.keys, reader.reads) for each, reader in readers.items()
            }
        now = then or now


def test_what_is_usual_is_read() -> None:
    first = Recipients().with_person(Person("ann", (ANN, SSH)))
    both = first.with_person(Person("bob", (BOB,), ("default", "finance"), dt.date(2026, 1, 31)))
    found = admission.read(both.raw.decode())
    assert [(name, each.keys, each.reads, each.end) for name, each in found.items()] == [
        ("ann", [ANN, SSH], ["default"], 4),
        ("bob", [BOB], ["default", "finance"], 7),
    ]


USUAL = f"ann:\n  keys:\n    - {ANN}\n  vaults:\n    - finance\n  since: 2026-01-31\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n  since: 2026-01-31\n", "\n  since: 2026-01-31"),
        ("2026-01-31", "2026-02-30"),
        ("2026-01-31", "2026-01-31 # we think"),
        ("ann:", "# the team\nann:"),
        ("ann:", "ann:   # founder"),
        ("ann:", "'ann':"),
        ("ann:", "no:"),
        ("ann:", "ann: {}"),
        ("ann:\n", ""),
        ("  vaults:", "  keys:"),
        ("  vaults:", "  vaults: [other]"),
        ("  vaults:", "  rooms:"),
        ("finance", "Finance"),
        ("finance", "finance\n    - finance"),
        (f"    - {ANN}\n", ""),
        (ANN, ANN.upper()),
        (ANN, f"{ANN} of mine"),
        (ANN, "ssh-dss AAAA"),
        (ANN, "ssh-ed25519 "),
        (USUAL, USUAL + USUAL),
        (USUAL, USUAL + USUAL.replace("ann", "bob")),
        (USUAL, USUAL + "\n"),
        (USUAL, "{}\n"),
        (USUAL, "bob:\n"),
    ],
    ids=count(),
)
def test_what_is_not_usual_is_left_to_others(old: str, new: str) -> None:
    assert admission.read(USUAL)
    assert old in USUAL
    with pytest.raises((ValueError, IndexError)):
        admission.read(USUAL.replace(old, new))


def test_more_vaults_for_somebody_are_left_to_others() -> None:
    assert admission.admitted(USUAL, "ann", [BOB], ["finance"], today="").count("age1") == 2
    with pytest.raises(ValueError, match="ann"):
        admission.admitted(USUAL, "ann", [BOB], ["default"], today="")
    with pytest.raises(ValueError, match="today"):
        admission.admitted(USUAL, "bob", [BOB], [], today="today")


def test_a_vault_is_encrypted_for_those_who_read_it(tmp_path: Path) -> None:
    secret, mine = age.new_identity()
    text = admission.admitted(USUAL, "bob", [mine], ["default", "finance"], today="2026-11-21")
    everybody = admission.read(text)
    raw = admission.encrypted("a: 1\n", everybody.values(), "finance", key=secret.reveal())
    assert age.decrypt(raw, [made.identity("ann")], path=str(tmp_path)) == b"a: 1\n"
    only = admission.encrypted("a: 1\n", everybody.values(), "default", key=secret.reveal())
    with pytest.raises(age.NotYoursError):
        age.decrypt(only, [made.identity("ann")], path=str(tmp_path))
    assert recipients.read(text.encode()).keys("finance") == sorted([ANN, mine])
