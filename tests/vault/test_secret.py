"""A secret is shown nowhere by accident."""

import copy
import json
import traceback

import pytest

from backoffice.vault.entries import Entry
from backoffice.vault.secret import MASK, Secret
from tests.vault import made

CANARY = "c4nary-Passw0rd"


def test_every_way_to_show_a_secret_shows_a_mask() -> None:
    secret = Secret(CANARY)
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r:>30}", "{:10}".format(secret), "%s" % secret]  # noqa: UP031, UP032
    assert [each for each in shown if CANARY in each or MASK not in each] == []
    assert secret.reveal() == CANARY


def test_what_holds_secrets_does_not_show_them_either() -> None:
    entry = made.entry(password=CANARY, totp=CANARY, notes=CANARY, custom__pin=CANARY)
    store = made.store(entry)
    key = made.identity()
    assert [
        each for each in (repr(entry), str(entry), repr(store), repr(store.meta), repr(key), str(key)) if CANARY in each
    ] == []
    assert "AGE-SECRET" not in repr(key)
    assert store.meta.key.reveal() not in repr(store)


def test_a_traceback_with_a_secret_in_it_shows_a_mask() -> None:
    with pytest.raises(ValueError, match=MASK) as caught:
        raise ValueError(Secret(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_secrets_leave_the_process_in_no_form() -> None:
    secret = Secret(CANARY)
    with pytest.raises(TypeError, match="never pickled"):
        copy.deepcopy(secret)
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps({"password": secret})


def test_secrets_are_compared_by_their_text() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert {Secret("a"), Secret("a")} == {Secret("a")}
    assert not Secret("")
    assert Secret("ü\udc80") == Secret("ü\udc80")
    assert Entry(name="x") == Entry(name="x", password=Secret(""))
