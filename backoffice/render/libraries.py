"""WeasyPrint's libraries, found at once: a quarter of a second less for the first page of every process."""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager

_ONE = "libpango-1.0.so.0"


@contextmanager
def known_by_exact_names() -> Iterator[None]:
    """Have libraries opened by their exact names while the block imports WeasyPrint, where those are known.

    It asks for ``pango-1.0`` and the like first, for other systems. To find out that Linux has no library of such a
    name, Python starts the compiler, the linker and more, some fifty programs in all.
    """
    try:
        ctypes.CDLL(_ONE)
    except OSError:
        yield
        return
    search, ctypes.util.find_library = ctypes.util.find_library, _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _nowhere(name: str) -> None:
    """Find no library."""
