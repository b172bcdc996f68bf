"""The process that holds secrets: no core dump, no other process of the user looks inside, no swap where allowed."""

import resource
import sys

_PR_SET_DUMPABLE = 4
_MCL_CURRENT, _MCL_FUTURE = 1, 2


def harden() -> frozenset[str]:
    """Harden this process, as far as the system lets us; never fails. Call it before anything is decrypted.

    Returns what the system granted: ``undumpable``, ``no core``, ``locked``.
    """
    granted = {"undumpable": _undumpable(), "no core": _no_core(), "locked": _locked()}
    return frozenset(name for name, so in granted.items() if so)


def _undumpable() -> bool:
    """Deny core dumps and ptrace to other processes of the same user (Linux)."""
    return sys.platform == "linux" and _libc_call("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def _no_core() -> bool:
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _locked() -> bool:
    """Keep all memory out of swap, but only where there is no limit: under one, later allocations would fail."""
    limit = getattr(resource, "RLIMIT_MEMLOCK", None)
    if sys.platform != "linux" or limit is None or resource.getrlimit(limit)[0] != resource.RLIM_INFINITY:
        return False
    return _libc_call("mlockall", _MCL_CURRENT | _MCL_FUTURE)


def _libc_call(name: str, *arguments: int) -> bool:
    import ctypes

    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return False
    return bool(function(*map(ctypes.c_ulong, arguments)) == 0)
