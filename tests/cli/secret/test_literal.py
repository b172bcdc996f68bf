"""The text that an editor sees: every character means itself."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.cli.secret.literal import NOTES, read, written
from backoffice.core.duration import Duration
from backoffice.core.errors import RefusedError
from backoffice.vault.entries import Entry
from backoffice.vault.secret import Secret

DAY = dt.date(2026, 11, 21)
LINES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text == text.strip()
)
NAMES = st.text("abcdefgh -_.", min_size=1, max_size=12).filter(
    lambda name: name == name.strip() and name not in {"tags", "owner", "rotate"}
)


@given(
    password=LINES,
    username=LINES,
    notes=st.lists(LINES).map("\n".join).filter(lambda text: NOTES not in text),
    custom=st.dictionaries(NAMES, LINES, max_size=3),
    owner=st.just("") | LINES,
    days=st.none() | st.integers(1, 9999),
)
def test_what_is_written_is_read_back_as_the_same(
    *, password: str, username: str, notes: str, custom: dict[str, str], owner: str, days: int | None
) -> None:
    entry = Entry(name="acme/mail", owner=owner, rotate=Duration(days=days) if days else None, tags=("a", "b"))
    fields = {
        "password": password,
        "username": username,
        "notes": notes,
        **{f"custom.{k}": v for k, v in custom.items()},
    }
    for name, value in fields.items():
        entry = entry.with_field(name, Secret(value), on=DAY)
    assert read(written(entry), entry, on=DAY) == entry


def test_a_password_is_the_rest_of_its_line_whatever_it_looks_like() -> None:
    entry = read(f"password: # no: 'comment' \\n\n{NOTES}\n", Entry(name="x"), on=DAY)
    assert entry.password.reveal() == "# no: 'comment' \\n"


def test_a_field_of_several_lines_stays_as_it_is() -> None:
    entry = Entry(name="x").with_field("key", Secret("one\ntwo"), on=DAY)
    assert "one" not in written(entry)
    assert read(written(entry), entry, on=DAY) == entry


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("password: x", "is gone"),
        (f"password\n{NOTES}\n", "line 1 is no `field: value`"),
        (f": x\n{NOTES}\n", "line 1 is no `field: value`"),
        (f"pin: a\n\npin: b\n{NOTES}\n", "line 3 names pin again"),
        (f"rotate: soon\n{NOTES}\n", "rotate is not a duration"),
    ],
)
def test_text_that_cannot_be_meant_is_refused_without_repeating_it(text: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refusal:
        read(text, Entry(name="x"), on=DAY)
    assert "nothing was written" in refusal.value.message
