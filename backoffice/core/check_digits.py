"""Numbers that offices and banks give out, and whether their check digits are right, by python-stdnum.

The library imports what it would ask servers and print help with, which takes longer than all else that reading a
client does. Nothing here does either, so it gets both when it asks for something of theirs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from backoffice.core.hints import Any

UNUSED = ("pydoc", "ssl")
"""Modules of the standard library that nothing needs to check a number."""


class _Later(ModuleType):
    """Stands for a module of the same name, which is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a module has anything
        return getattr(import_module(self.__name__), name)


def is_vat_number(number: str) -> bool:
    """Tell whether a number is a VAT number, or of a country outside the EU, of which nothing is known."""
    _import()
    from stdnum.eu import vat

    return number[:2].lower() not in vat.MEMBER_STATES | {"el"} or vat.is_valid(number)


def is_iban(number: str) -> bool:
    """Tell whether a number is an IBAN."""
    _import()
    from stdnum import iban

    return iban.is_valid(number)


def _import() -> None:
    """Import the library, if nobody has, without what it never uses here."""
    if "stdnum" in sys.modules:
        return
    later = {name: _Later(name) for name in UNUSED if name not in sys.modules}
    sys.modules |= later
    try:
        import_module("stdnum.util")
    finally:
        for name in later:
            del sys.modules[name]
