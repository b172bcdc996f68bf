"""The safes of the command line's tests."""

from tests.cli.secret.conftest import _soft, prepared, safe

__all__ = ["_soft", "prepared", "safe"]
