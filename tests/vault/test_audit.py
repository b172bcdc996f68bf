"""Everything that can be wrong with a secret, found without asking anybody outside."""

import datetime as dt
import hashlib
import io

import pytest

from backoffice.core.duration import Duration
from backoffice.core.errors import RefusedError
from backoffice.vault.audit import FINDINGS, Finding, audit
from backoffice.vault.entries import Entry
from backoffice.vault.pwned import PwnedFile
from backoffice.vault.secret import Secret
from tests.vault import made

GOOD = "correct-battery-horse-4711-staple"
YEARS_AGO = dt.date(2024, 5, 1)


def found(*entries: Entry, pwned: PwnedFile | None = None) -> list[tuple[str, str, str]]:
    return [(each.code, each.entry, each.message) for each in audit(entries, on=made.TODAY, pwned=pwned)]


def hashes(*passwords: str) -> PwnedFile:
    """Return a list of leaked passwords, as it is published, each found as often as it is long."""
    lines = sorted(
        f"{hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper()}:{len(each)}" for each in passwords
    )
    return PwnedFile(io.BytesIO("\r\n".join(lines).encode()), path="pwned.txt")


def test_a_good_entry_has_no_findings() -> None:
    assert (
        found(made.entry(password=GOOD, url="https://x.example", totp="GEZDGNBV"), made.entry("note", notes="x")) == []
    )


def test_weak_passwords_are_told_by_how_fast_they_are_guessed() -> None:
    assert found(made.entry(password="hunter2")) == [("weak", "acme/mail", "about 10^4 guesses find the password")]
    assert found(made.entry("zanzibarweg", password="zanzibarweg1"))[0][0] == "weak"


def test_the_same_password_twice_names_the_other() -> None:
    assert found(made.entry("a", password=GOOD), made.entry("b", password=GOOD)) == [
        ("duplicate", "a", "the same password as b"),
        ("duplicate", "b", "the same password as a"),
    ]


def test_old_passwords_insecure_addresses_and_missing_factors() -> None:
    entry = made.entry(on=YEARS_AGO, password=GOOD, url="http://x.example")
    assert found(entry) == [
        ("old", "acme/mail", "the password was last changed on 2024-05-01"),
        ("http", "acme/mail", "the address begins with http: instead of https:"),
        ("missing-totp", "acme/mail", "no second factor"),
    ]
    assert [code for code, *_ in found(entry._replace(tags=("no-2fa",)))] == ["old", "http"]


def test_what_a_leaver_knows_and_what_its_own_rule_says_is_due() -> None:
    left = made.entry("a", password=GOOD)._replace(due={"password": dt.date(2026, 12, 5)}, why="bob left on 2026-11-21")
    ruled = made.entry("b", password=GOOD + "2", on=YEARS_AGO)._replace(rotate=Duration.parse("90d"), owner="ann")
    fresh = made.entry("c", password=GOOD + "3")._replace(rotate=Duration.parse("90d"))
    assert audit([left, ruled, fresh], on=made.TODAY) == [
        Finding("a", "due", "password must be changed by 2026-12-05: bob left on 2026-11-21"),
        Finding("b", "due", "password must be changed by 2024-07-30", "ann"),
    ]


def test_conflicts_are_found() -> None:
    assert found(made.entry(password=GOOD)._replace(conflict={"password": (Secret("other"),)})) == [
        ("conflict", "acme/mail", "a merge left other values of password")
    ]


def test_leaked_passwords_are_found_in_a_local_file_and_come_first() -> None:
    leaked = [f"password{number}" for number in range(500)]
    file = hashes(*leaked)
    assert [file.count(Secret(each)) for each in leaked] == [len(each) for each in leaked]
    assert [file.count(Secret(f"other{number}")) for number in range(500)] == [0] * 500
    entry = made.entry(password="password7")
    assert [code for code, *_ in found(entry, pwned=file)] == ["pwned", "weak"]
    assert found(entry, pwned=file)[0][2] == "the password was leaked 9 times"


@pytest.mark.parametrize("raw", [b"password\n", b"5BAA61E4:3\n"])
def test_a_file_of_something_else_is_refused(raw: bytes) -> None:
    with pytest.raises(RefusedError, match="is no list of hashes"):
        PwnedFile(io.BytesIO(raw), path="pwned.txt")


def test_an_empty_list_and_one_without_counts_work() -> None:
    assert PwnedFile(io.BytesIO(b""), path="x").count(Secret("x")) == 0
    one = hashlib.sha1(b"x", usedforsecurity=False).hexdigest().encode() + b"\n"
    assert PwnedFile(io.BytesIO(one), path="x").count(Secret("x")) == 1


def test_no_finding_holds_a_secret() -> None:
    entry = made.entry(password="canary", url="http://x", on=YEARS_AGO)
    told = audit([entry, entry._replace(name="b")], on=made.TODAY, pwned=hashes("canary"))
    assert {each.code for each in told} == {"pwned", "weak", "duplicate", "old", "http", "missing-totp"}
    assert set(FINDINGS) >= {each.code for each in told}
    assert "canary" not in repr(told)


@pytest.mark.parametrize("crowded", [False, True], ids=["spread evenly", "crowded"])
def test_every_leaked_password_is_found_in_a_long_list(*, crowded: bool) -> None:
    """What is crowded is no list of hashes; it shows that only the time of a look-up depends on their being spread."""
    digests = {each: hashlib.sha1(b"%d" % each, usedforsecurity=False).hexdigest().upper() for each in range(9000)}
    kept = sorted(each for each in digests.values() if not crowded or each < "4" or each.startswith("E"))
    file = PwnedFile(io.BytesIO("".join(f"{each}:{len(each)}\n" for each in kept).encode()), path="pwned.txt")
    there = set(kept)
    for number, digest in digests.items():
        assert file.count(Secret(str(number))) == (40 if digest in there else 0)
    assert not any(file.count(Secret(f"x{number}")) for number in range(1000))
