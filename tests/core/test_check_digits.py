"""The library that checks numbers is imported without what it never uses here, which is there when it asks."""

import ssl
import sys
from importlib import import_module

import pytest

from backoffice.core.check_digits import UNUSED, is_iban, is_vat_number


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody have imported any of it."""
    for name in list(sys.modules):
        if name in UNUSED or name.partition(".")[0] == "stdnum":
            monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("anew")
def test_a_number_is_checked_without_the_network_and_the_help() -> None:
    assert [is_vat_number(each) for each in ("DE136695976", "DE136695975", "XX12")] == [True, False, True]
    assert [is_iban(each) for each in ("DE02120300000000202051", "DE02120300000000202052")] == [True, False]
    assert not set(UNUSED) & sys.modules.keys()


@pytest.mark.usefixtures("anew")
def test_the_library_has_it_all_the_same() -> None:
    is_iban("DE02120300000000202051")
    theirs = import_module("stdnum.util").ssl
    assert theirs.PROTOCOL_TLS_CLIENT == ssl.PROTOCOL_TLS_CLIENT
    assert "ssl" in sys.modules


@pytest.mark.usefixtures("anew")
def test_what_somebody_has_imported_stays() -> None:
    pydoc = import_module("pydoc")
    is_iban("DE02120300000000202051")
    assert import_module("stdnum.util").pydoc is pydoc is sys.modules["pydoc"]
