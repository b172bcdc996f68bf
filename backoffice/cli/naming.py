"""Forgiving names: a unique beginning, end or fragment of an id names a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backoffice.core.errors import MissingError

_SHOWN = 8


def named(noun: str, ids: Sequence[str], given: str, listed_by: str = "") -> str:
    """Return the one id among ``ids`` that ``given`` names; ``listed_by`` is the command that shows them all.

    An exact id comes first, then the same in other capitals, a beginning, a last part with or without leading zeros
    (``42`` for ``INV-2026-0042``), and any fragment; the first of these that fits at all decides.

    Raises:
        MissingError: when no id fits, with the nearest; or when several do, with all of them.
    """
    for fitting in _readings(ids, given):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            shown = ", ".join(fitting[:_SHOWN]) + (f" and {len(fitting) - _SHOWN} more" if fitting[_SHOWN:] else "")
            raise MissingError(f"{given!r} could be any of {len(fitting)}", hint=f"say which: {shown}")
    import difflib

    near = difflib.get_close_matches(given, ids, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"{listed_by or f'backoffice {noun} list'} shows them all"
    raise MissingError(f"there is no {noun} {given!r}", hint=hint)


def _readings(ids: Sequence[str], given: str) -> Iterator[list[str]]:
    wanted = given.casefold()
    yield [each for each in ids if each == given]
    if not wanted:
        return
    yield [each for each in ids if each.casefold() == wanted]
    yield [each for each in ids if each.casefold().startswith(wanted)]
    yield [each for each in ids if _last(each) == wanted.lstrip("0")]
    yield [each for each in ids if wanted in each.casefold()]


def _last(identity: str) -> str:
    return identity.rpartition("-")[2].casefold().lstrip("0")
