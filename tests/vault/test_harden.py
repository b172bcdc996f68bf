"""A process that holds secrets keeps them to itself, as far as the system lets it."""

import subprocess
import sys

import pytest

from backoffice.vault import harden

SHOWN = """
import ctypes, resource
from backoffice.vault.harden import harden
granted = harden()
print("undumpable" in granted, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print("no core" in granted, resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_a_hardened_process_dumps_no_core_and_is_not_looked_into() -> None:
    ran = subprocess.run([sys.executable, "-c", SHOWN], capture_output=True, text=True, check=True)
    assert ran.stdout == "True 0\nTrue (0, 0)\n"


def test_hardening_never_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    monkeypatch.setattr("resource.setrlimit", refuse)
    assert harden.harden() == frozenset()


def test_memory_is_locked_only_without_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def granted(name: str, *_: int) -> bool:
        asked.append(name)
        return True

    monkeypatch.setattr(harden, "_libc_call", granted)
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    for limit, calls in ((8 << 20, ["prctl"]), (-1, ["prctl", "mlockall"])):
        asked.clear()
        monkeypatch.setattr("resource.getrlimit", lambda _, limit=limit: (limit, limit))
        assert ("locked" in harden.harden()) == (limit == -1)
        assert asked == calls


def test_a_system_without_the_call_says_no() -> None:
    assert not harden._libc_call("no_such_function")


def refuse(*_: object) -> None:
    raise ValueError
