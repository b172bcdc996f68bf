"""Identities kept unlocked for a while in the kernel's keyring: in memory, for this user, gone when their time is up.

There is no daemon. Where the kernel has no keyring (macOS, some containers) nothing is kept and the user is asked.
"""

import errno
import os
import sys

from backoffice.vault.secret import Secret

_CALLS = {"x86_64": (248, 250), "aarch64": (217, 219), "riscv64": (217, 219), "armv7l": (309, 311), "i686": (286, 288)}
"""Numbers of add_key and keyctl, by machine; the C library has no names for them."""
_USER_KEYRING = -4
_REVOKE, _SETPERM, _CLEAR, _UNLINK, _SEARCH, _READ, _TIMEOUT = 3, 5, 7, 9, 10, 11, 15
_MINE = 0x3F3F0000
"""All rights for who possesses the key and for its user, none for group and others."""
_PREFIX = "backoffice:identity:"
_MAX = 64 * 1024


def available() -> bool:
    """Tell whether the kernel keeps keys for us here."""
    import ctypes

    return _keyctl(_SEARCH, _USER_KEYRING, b"user", b"backoffice:none", 0) >= 0 or ctypes.get_errno() == errno.ENOKEY


def keep(path: str, text: Secret, *, seconds: int) -> bool:
    """Keep the decrypted text of the identity file at ``path``; tell whether the kernel took it."""
    raw = text.reveal().encode()
    key = _call(0, b"user", _name(path), raw, len(raw), _USER_KEYRING)
    if key < 0:
        return False
    if _keyctl(_TIMEOUT, key, max(seconds, 1)) == 0 and _keyctl(_SETPERM, key, _MINE) == 0:
        return True
    _keyctl(_REVOKE, key)
    return False


def kept(path: str) -> Secret | None:
    """Return the text that is kept for an identity file; None where there is none (any more)."""
    import ctypes

    key = _find(path)
    if key < 0:
        return None
    buffer = ctypes.create_string_buffer(_MAX)
    length = _keyctl(_READ, key, buffer, _MAX)
    try:
        return Secret(buffer.raw[:length].decode()) if 0 < length <= _MAX else None
    finally:
        ctypes.memset(buffer, 0, _MAX)


def forget(path: str) -> bool:
    """Forget the text that is kept for an identity file; tell whether there was one."""
    key = _find(path)
    return key >= 0 and _keyctl(_REVOKE, key) == 0


def lock(*paths: str) -> int:
    """Forget what is kept for identity files; return for how many there was something."""
    return sum(forget(path) for path in paths)


def _find(path: str) -> int:
    return _keyctl(_SEARCH, _USER_KEYRING, b"user", _name(path), 0)


def _name(path: str) -> bytes:
    import hashlib

    return (_PREFIX + hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:32]).encode()


def _keyctl(*arguments: object) -> int:
    return _call(1, *arguments)


def _call(which: int, *arguments: object) -> int:
    """Make one of the two system calls; -1 where there is none, or it fails."""
    import ctypes

    numbers = _CALLS.get(os.uname().machine)
    if sys.platform != "linux" or not numbers:
        ctypes.set_errno(errno.ENOSYS)
        return -1
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    syscall.restype = ctypes.c_long
    converted = [ctypes.c_long(each) if isinstance(each, int) else each for each in arguments]
    return int(syscall(ctypes.c_long(numbers[which]), *converted))
