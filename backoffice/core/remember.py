"""A cache for functions of classes, typed as the function it wraps."""

from __future__ import annotations

import functools
from collections.abc import Callable

from backoffice.core.hints import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def remembered(function: F) -> F:
    """Call ``function`` once per argument; ``functools.cache`` would lose its types and refuse dataclass types."""
    return cast("F", functools.cache(function))
