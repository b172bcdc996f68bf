"""Trees with one change, and the smallest changes that turn one tree into another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple


class Change(NamedTuple):
    """Put ``value`` at ``path`` (None: leave it empty), or remove what is there."""

    path: FieldPath
    value: Tree = None
    remove: bool = False


def with_change(tree: Tree, change: Change) -> Tree:
    """Return ``tree`` with ``change`` made; groups and lists missing on the way are added.

    Raises:
        RefusedError: when the way leads through a single text, or beyond the end of a list.
    """
    part, *rest = change.path
    inner = change._replace(path=tuple(rest))
    if isinstance(part, str) and isinstance(tree, dict | None):
        return _with_name(tree or {}, part, inner)
    if isinstance(part, int) and isinstance(tree, list | None) and 0 <= part <= len(tree or []):
        return _with_item(tree or [], part, inner)
    raise RefusedError(f"there is no place for {part!r} there", hint="look at the field around it")


def _with_name(tree: dict[str, Tree], name: str, inner: Change) -> Tree:
    if not inner.path:
        kept = {each: value for each, value in tree.items() if not (inner.remove and each == name)}
        return kept if inner.remove else tree | {name: inner.value}
    if inner.remove and tree.get(name) is None:
        return tree
    return tree | {name: with_change(tree.get(name), inner)}


def _with_item(tree: list[Tree], position: int, inner: Change) -> Tree:
    before, after = tree[:position], tree[position + 1 :]
    if not inner.path:
        return [*before, *([] if inner.remove else [inner.value]), *after]
    here = tree[position] if position < len(tree) else None
    if inner.remove and here is None:
        return tree
    return [*before, with_change(here, inner), *after]


def with_changes(tree: Tree, changes: Iterable[Change]) -> Tree:
    """Return ``tree`` with all ``changes`` made, one after the other."""
    for change in changes:
        tree = with_change(tree, change)
    return tree


def differences(old: Tree, new: Tree) -> list[Change]:
    """Return changes that lead from ``old`` towards ``new``: what to put or, when nothing is, what to remove.

    All are told in terms of ``old``. Groups are compared name by name and lists entry by entry, so that as
    little as possible is written anew.
    """
    found = list(_differences(old, new, ()))
    put = [change for change in found if not change.remove]
    return put or found


def _differences(old: Tree, new: Tree, path: FieldPath) -> Iterator[Change]:
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and ((old and new) or not path):
        yield from (Change((*path, name), remove=True) for name in old if name not in new)
        for name, value in new.items():
            if name in old:
                yield from _differences(old[name], value, (*path, name))
            else:
                yield Change((*path, name), value)
    elif isinstance(old, list) and isinstance(new, list) and ((old and new) or not path):
        yield from _list_differences(old, new, path)
    else:
        yield Change(path, new)


def _list_differences(old: list[Tree], new: list[Tree], path: FieldPath) -> Iterator[Change]:
    """Entries taken out in one place are removed there; otherwise entries are compared one by one."""
    fewer = len(old) - len(new)
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(new))
    if fewer > 0 and old[same + fewer :] == new[same:]:
        yield from (Change((*path, same + each), remove=True) for each in reversed(range(fewer)))
        return
    yield from (Change((*path, position), remove=True) for position in reversed(range(len(new), len(old))))
    for position, value in enumerate(new):
        if position < len(old):
            yield from _differences(old[position], value, (*path, position))
        else:
            yield Change((*path, position), value)
