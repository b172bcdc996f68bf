"""The commands, from the command line's own declarations."""

from __future__ import annotations

from collections.abc import Mapping


def pages() -> Mapping[str, str]:
    """Return the page of commands."""
    return {}
