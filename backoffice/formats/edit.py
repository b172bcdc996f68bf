"""The surgical editor: one field of a file changes, everything else in it stays as the user wrote it.

Bytes in, bytes out. Every edit is read again: the new tree must be the old one with exactly the change asked
for, and what stands outside the fields must be the very same text; otherwise the edit is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import RefusedError
from backoffice.formats.faults import UnreadableError
from backoffice.formats.frontmatter import read, tree_of
from backoffice.formats.layout import is_fronted, layout_of
from backoffice.formats.splice import Edit, edit_for
from backoffice.formats.text import BOM, text_of
from backoffice.formats.trees import Change, differences, with_change, with_changes
from backoffice.formats.yaml_text import outline


def set_field(raw: bytes, path: str, field: FieldPath, value: Tree) -> bytes:
    """Return the file at ``path`` with one field changed, added or, when ``value`` is None, removed.

    ``field`` leads through groups and lists; its last part may be one past the end of a list, which adds an
    entry. A group or list is compared with what is there, and only what differs is written.

    Raises:
        RefusedError: when the file cannot be read, has no place for the field, or is written in a way that
            this editor cannot change without touching anything else.
    """
    text, tree = _readable(raw, path)
    target = with_change(tree, Change(field, value, remove=value is None))
    while tree != target:
        text, tree = _nearer(text, path, tree, target)
    return _encoded(text, raw)


def append_entry(raw: bytes, path: str, entry: Mapping[str, Tree]) -> bytes:
    """Return the list of entries in the file at ``path`` with one more at its end.

    Raises:
        RefusedError: as ``set_field``, and when the file is not a list.
    """
    tree = _readable(raw, path)[1]
    return set_field(raw, path, (len(tree) if isinstance(tree, list) else 0,), dict(entry))


def add_text(raw: bytes, path: str, added: str) -> bytes:
    """Return the file with the text ``added`` at its end, on lines of its own, with the file's line ends.

    Raises:
        RefusedError: when the file cannot be read, before or after, or a field that is there would change.
    """
    text, tree = _readable(raw, path)
    eol = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith("\n") else eol
    lines = added.removesuffix("\n").replace("\r\n", "\n").replace("\n", eol)
    longer = _encoded(text + gap + lines + eol, raw)
    if not _keeps(_tree(longer, path), tree, path):
        raise _refusal(path, "the text would change the fields")
    return longer


def _readable(raw: bytes, path: str) -> tuple[str, Tree]:
    reading = read(path, raw)
    if reading.diagnostics:
        hint = "correct the file first"
        raise RefusedError(f"{path} cannot be changed as it is", hint=hint, diagnostics=reading.diagnostics)
    text = text_of(raw)
    return text, tree_of(path, text)


def _nearer(text: str, path: str, tree: Tree, target: Tree) -> tuple[str, Tree]:
    """Make as many of the differences go away as one pass over the text can, and read the outcome.

    A block of lines may take in what follows it (blank lines, or no line end), so quotes are the second choice.
    """
    for blocks in (True, False):
        changed, wanted = _passed_over(text, path, tree, target, blocks=blocks)
        got = _tree(changed.encode(errors="surrogatepass"), path)
        if got == wanted and _below(changed, path) == _below(text, path):
            return changed, got
    raise _refusal(path, "it is written in a way that cannot be changed without touching anything else")


def _passed_over(text: str, path: str, tree: Tree, target: Tree, *, blocks: bool) -> tuple[str, Tree]:
    layout = layout_of(path, text)
    fields = text[layout.start : layout.end]
    root = outline(fields)
    edits: list[Edit] = []
    made: list[Change] = []
    for change in differences(tree, target):
        edit = edit_for(fields, root, change, blocks=blocks)
        if all(_apart(edit, other) for other in edits):
            edits.append(edit)
            made.append(change)
    changed = text[: layout.start] + _applied(fields, edits) + text[layout.end :]
    return changed, with_changes(tree, made)


def _below(text: str, path: str) -> str:
    return text[layout_of(path, text).end :]


def _apart(one: Edit, other: Edit) -> bool:
    """Tell whether two edits do not touch, or only add something in the same place."""
    if one.start == one.end == other.start == other.end:
        return True
    return one.end < other.start or other.end < one.start


def _applied(text: str, edits: list[Edit]) -> str:
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*pieces, text[done:]])


def _tree(raw: bytes, path: str) -> Tree:
    try:
        return tree_of(path, text_of(raw))
    except UnreadableError as problem:
        raise _refusal(path, f"it could not be read afterwards: {problem.message}") from None


def _keeps(new: Tree, old: Tree, path: str) -> bool:
    """Tell whether everything in ``old`` is still there, in its place."""
    if isinstance(new, dict) and isinstance(old, dict):
        return {name: new.get(name) for name in old} == old and (len(new) == len(old) or not is_fronted(path))
    return isinstance(new, list) and isinstance(old, list) and new[: len(old)] == old


def _refusal(path: str, why: str) -> RefusedError:
    return RefusedError(f"{path} was not changed: {why}", hint="make this change in an editor")


def _encoded(text: str, before: bytes) -> bytes:
    return ((BOM if before.startswith(BOM.encode()) else "") + text).encode(errors="surrogatepass")
