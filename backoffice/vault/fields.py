"""Entries as trees of text and back: what each field of the file means, and what is wrong when it means nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from backoffice.core.dates import parse_date
from backoffice.core.document import Tree
from backoffice.core.duration import Duration
from backoffice.core.errors import RefusedError, ValueTextError
from backoffice.core.hints import Any, TypeVar
from backoffice.vault.entries import Entry, Trashed
from backoffice.vault.secret import Secret

T = TypeVar("T")


def entry_of(name: str, tree: Tree) -> Entry:
    """Return the entry that a tree of texts describes.

    Raises:
        RefusedError: It describes none; all that is wrong is in the message, none of the values.
    """
    if not isinstance(tree, dict | None):
        raise RefusedError(f"{name}: an entry is a group of fields")
    values: dict[str, Any] = {}
    problems = []
    for key, value in (tree or {}).items():
        try:
            values[key] = _FIELDS[key](value)
        except KeyError:
            problems.append(f"{key} is no field{_nearest(key)}")
        except ValueTextError as expected:
            problems.append(f"{key} is not {expected}")
    if problems:
        raise RefusedError(f"{name}: {'; '.join(problems)}", hint="`backoffice secret edit` shows the entry as text")
    return Entry(name=name, **values)


def tree_of(entry: Entry) -> dict[str, Tree]:
    """Return the tree of texts that ``entry_of`` reads back as ``entry``."""
    tree: dict[str, Tree] = {
        "password": entry.password.reveal(),
        "username": entry.username,
        "url": entry.url,
        "totp": entry.totp.reveal(),
        "notes": entry.notes.reveal(),
        "custom": {name: value.reveal() for name, value in entry.custom.items()},
        "tags": [*sorted(set(entry.tags))],
        "owner": entry.owner,
        "rotate": str(entry.rotate or ""),
        "changed": _texts(entry.changed),
        "due": _texts(entry.due),
        "why": entry.why,
        "exposed": _texts(entry.exposed),
        "conflict": {name: [each.reveal() for each in values] for name, values in entry.conflict.items()},
    }
    return {name: value for name, value in tree.items() if value}


def trash_of(tree: Tree) -> dict[str, tuple[Trashed, ...]]:
    """Return what was deleted, by name, from the tree of ``_trash``.

    Raises:
        RefusedError: It is no trash.
    """
    try:
        return {name: tuple(_trashed(name, each) for each in _list(several)) for name, several in _group(tree).items()}
    except ValueTextError as expected:
        raise RefusedError(f"_trash: deleted is not {expected}") from None


def trash_tree(trash: Mapping[str, tuple[Trashed, ...]]) -> dict[str, Tree]:
    """Return the tree of ``_trash``."""
    return {
        name: [{"deleted": str(each.deleted), **tree_of(each.entry)} for each in several]
        for name, several in trash.items()
        if several
    }


def _trashed(name: str, tree: Tree) -> Trashed:
    fields = _group(tree)
    return Trashed(_day(fields.pop("deleted", None)), entry_of(name, fields))


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, _FIELDS, n=1)
    return f" (is it {near[0]}?)" if near else " (fields of your own stand under custom)"


def _texts(days: Mapping[str, dt.date]) -> dict[str, Tree]:
    return {name: str(day) for name, day in days.items()}


def _text(tree: Tree) -> str:
    if isinstance(tree, (dict, list)):
        raise ValueTextError("a single text")
    return tree or ""


def _secret(tree: Tree) -> Secret:
    return Secret(_text(tree))


def _day(tree: Tree) -> dt.date:
    return parse_date(_text(tree))


def _duration(tree: Tree) -> Duration | None:
    text = _text(tree)
    return Duration.parse(text) if text else None


def _group(tree: Tree) -> dict[str, Tree]:
    if not isinstance(tree, dict | None):
        raise ValueTextError("a group of fields")
    return dict(tree or {})


def _list(tree: Tree) -> list[Tree]:
    if not isinstance(tree, list | None):
        raise ValueTextError("a list")
    return tree or []


def _mapped(read: Callable[[Tree], T]) -> Callable[[Tree], dict[str, T]]:
    return lambda tree: {name: read(value) for name, value in _group(tree).items()}


def _several(tree: Tree) -> tuple[Secret, ...]:
    return tuple(_secret(each) for each in _list(tree))


def _tags(tree: Tree) -> tuple[str, ...]:
    return tuple(sorted({_text(each) for each in _list(tree)} - {""}))


def _custom(tree: Tree) -> dict[str, Secret]:
    return {name: value for name, value in _mapped(_secret)(tree).items() if value}


_FIELDS: dict[str, Callable[[Tree], Any]] = {
    "password": _secret,
    "username": _text,
    "url": _text,
    "totp": _secret,
    "notes": _secret,
    "custom": _custom,
    "tags": _tags,
    "owner": _text,
    "rotate": _duration,
    "changed": _mapped(_day),
    "due": _mapped(_day),
    "why": _text,
    "exposed": _mapped(_day),
    "conflict": _mapped(_several),
}
