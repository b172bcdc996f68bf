"""Who can read what, in a file that people edit."""

import datetime as dt

import pytest

from backoffice.core.errors import MissingError, RefusedError
from backoffice.vault.recipients import Person, changes, read
from tests.vault import made

ANN, BOB = made.identity("ann").public(), made.identity("bob").public()
FILE = f"""\
# the team
ann:   # founder
  keys: [{ANN}]
  vaults: [default, finance]
  since: 2026-01-01

bob:
  keys:
    - {BOB}
"""


def test_the_file_says_who_reads_what() -> None:
    everybody = read(FILE.encode())
    assert everybody.people == (
        Person("ann", (ANN,), ("default", "finance"), dt.date(2026, 1, 1)),
        Person("bob", (BOB,), ("default",), None),
    )
    assert everybody.keys("default") == sorted([ANN, BOB])
    assert everybody.keys("finance") == [ANN]
    assert everybody.keys("nothing") == []
    assert everybody.vaults() == ["default", "finance"]


def test_adding_and_removing_people_leaves_the_rest_as_it_is_written() -> None:
    everybody = read(FILE.encode())
    key = made.identity("cat").public()
    more = everybody.with_person(Person("cat", (f"  {key} \n",), ("finance",), made.TODAY))
    assert more.raw.decode() == FILE + f"cat:\n  keys:\n    - {key}\n  vaults:\n    - finance\n  since: 2026-11-21\n"
    assert more.without("cat").raw.decode() == FILE
    assert "# founder" in everybody.without("bob").raw.decode()
    assert everybody.with_person(Person("bob", (BOB,), ("default", "finance"))).keys("finance") == sorted([ANN, BOB])


def test_one_vault_can_be_taken_away() -> None:
    more = read(FILE.encode()).with_person(Person("bob", (BOB,), ("default", "finance")))
    assert more.without("ann", vault="finance").person("ann").vaults == ("default",)
    with pytest.raises(MissingError, match="bob cannot read other"):
        more.without("bob", vault="other")


def test_no_vault_is_left_without_anybody() -> None:
    with pytest.raises(RefusedError, match="nobody but ann can read the vault finance"):
        read(FILE.encode()).without("ann")
    with pytest.raises(MissingError, match="eve is no recipient") as caught:
        read(FILE.encode()).without("eve")
    assert caught.value.hint == "there are ann, bob"


def test_what_changed_is_shown_key_by_key() -> None:
    eve = made.identity("eve").public()
    swapped = read(FILE.replace(BOB, eve).encode())
    assert changes(FILE.encode(), swapped) == [f"- default: bob {BOB}", f"+ default: bob {eve}"]
    assert changes(None, read(FILE.encode())) == sorted(
        [f"+ default: ann {ANN}", f"+ default: bob {BOB}", f"+ finance: ann {ANN}"]
    )
    assert changes(FILE.encode(), read(FILE.replace("# the team", "# us").encode())) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ann: [x]\n", "1:6: error: ann has no keys"),
        ("Ann: {keys: []}\n", "1:6: error: Ann is no name"),
        ("ann:\n  keys: [age1x]\n", "2:10: error: ann: 'age1x' is no recipient"),
        (f"ann:\n  keys: {ANN}\n", "2:9: error: keys is not a list"),
        (f"ann:\n  keys: [{ANN}]\n  vault: x\n", "3:10: error: vault is no field of a recipient"),
        (f"ann:\n  keys: [{ANN}]\n  vaults: [Y]\n", "3:11: error: 'Y' is no name for a vault"),
        (f"ann:\n  keys: [{ANN}]\n  since: today\n", "3:10: error: since is not a date"),
        (f"ann:\n  keys: [{ANN}]\n  since: [x]\n", "3:10: error: since is not a date"),
        (f"ann:\n  keys: [{ANN}]\nbob:\n  keys: [{ANN}]\n", "4:9: error: bob has a key of ann"),
        (f"- keys: [{ANN}]\n", "1: error: this is a list where people by their names should be"),
        ("", "1: error: the file says nothing"),
        ("ann: 1\nann: 2\n", "2:1: error: ann is already there on line 1"),
        ("<<<<<<< ours\nann: 1\n", "1:1: error: unresolved merge"),
        ("ann:\n  keys: [AGE-SECRET-KEY-1X]\n", "2:10: error: ann: this is a private key, not a recipient"),
    ],
    ids=lambda value: value.partition(": ")[2] if ": error: " in value else "",
)
def test_everything_unclear_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(RefusedError, match=r"secrets/recipients\.yaml cannot be used") as caught:
        read(text.encode())
    assert f"secrets/recipients.yaml:{said}" in "\n".join(map(str, caught.value.diagnostics))
