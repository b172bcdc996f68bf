"""One field of a file written with any habits changes, and nothing else; or the edit is refused, which is rare."""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from typing import Any

import pytest
import yaml

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import RefusedError
from backoffice.formats.edit import set_field
from tests.formats.habits import TEXTS, Sample, no_gaps, paths, sample

GROUPS: list[Tree] = [{"a": "1", "b": ["x", "two\nlines"]}, ["x", {"y": "NO"}], {}, []]
VALUES: list[Tree] = [*TEXTS, *GROUPS]


def told(raw: bytes, path: str) -> Any:  # noqa: ANN401 - whatever PyYAML makes of it
    """Read a file by PyYAML's own text-only loader: our independent witness."""
    text = raw.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    if path.endswith(".md"):
        text = text.split("\n---", 1)[0] + "\n"
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506, TID251 - it makes text only


def witnessed(tree: Tree) -> Any:  # noqa: ANN401
    """Return a tree as the witness tells it: nothing is the empty text."""
    if isinstance(tree, dict):
        return {name: witnessed(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [witnessed(value) for value in tree]
    return tree or ""


def edited(tree: Tree, path: FieldPath, value: Tree) -> Tree:
    """Return the tree as it should be, made by plain assignment."""
    made: Any = copy.deepcopy(tree)
    *way, last = path
    here = made
    for part in way:
        here = here[part]
    if value is None:
        del here[last]
    elif isinstance(here, list) and last == len(here):
        here.append(value)
    else:
        here[last] = value
    return made  # type: ignore[no-any-return]


def an_edit(written: Sample, seed: int) -> tuple[FieldPath, Tree]:
    """Choose a field that is there, a new one, or one more entry, and what to do with it."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    known = list(paths(written.tree))
    value: Tree = None if chance.random() < 0.2 else chance.choice(VALUES)
    path = chance.choice(known)
    there = at(written.tree, path)
    if isinstance(there, (dict, list)) and there and chance.random() < 0.7:
        inner = chance.choice(list(paths(there)))
        return path, edited(there, inner, chance.choice(TEXTS))
    if chance.random() < 0.3:
        value = chance.choice(VALUES)
        groups: list[FieldPath] = [way for way in [(), *known] if isinstance(at(written.tree, way), (dict, list))]
        path = chance.choice(groups)
        here = at(written.tree, path)
        path = (*path, len(here) if isinstance(here, list) else "brand-new")
    return path, value


def at(tree: Tree, path: FieldPath) -> Any:  # noqa: ANN401
    here: Any = tree
    for part in path:
        here = here[part]
    return here


def prove(seed: int) -> bool:
    """Prove one generated edit; False when it was refused."""
    written = sample(seed)
    path, value = an_edit(written, seed)
    try:
        new = set_field(written.raw, written.path, path, value)
    except RefusedError as refusal:
        assert "not changed" in refusal.message, (seed, refusal, refusal.diagnostics)  # noqa: PT017
        return False
    assert told(new, written.path) == witnessed(edited(written.tree, path, value)), seed
    kept_around(written, new)
    kept_comments(written, new, path)
    kept_lines(written, new, path, value)
    return True


def kept_around(written: Sample, new: bytes) -> None:
    """The mark at the start, the text below the fields and the kind of line ends are as before."""
    assert new.startswith(b"\xef\xbb\xbf") == written.raw.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in new) == (b"\r\n" in written.raw)
    assert b"\r" not in written.raw or not re.search(rb"(?<!\r)\n", new)
    if written.path.endswith(".md"):
        end = re.compile(rb"\n---[ \t]*\r?(\n|$)")
        assert end.split(new, maxsplit=1)[1:] == end.split(written.raw, maxsplit=1)[1:]


def kept_comments(written: Sample, new: bytes, path: FieldPath) -> None:
    """Every comment is still there, unless it stood inside a value that is gone."""
    if isinstance(at_or_none(written.tree, path), (dict, list)):
        return
    lost = [comment for comment in written.comments if comment.encode() not in new]
    assert len(lost) <= 1, (lost, written.raw.decode(), new.decode())


def at_or_none(tree: Tree, path: FieldPath) -> Tree:
    try:
        found: Tree = at(tree, path)
    except (KeyError, IndexError):
        return None
    return found


def kept_lines(written: Sample, new: bytes, path: FieldPath, value: Tree) -> None:
    """A single line of text in place of another is one changed line, and a new one is one more line."""
    old = at_or_none(written.tree, path)
    if not isinstance(value, str) or "\n" in value or not (isinstance(old, str) and "\n" not in old):
        return
    before, after = Counter(written.raw.split(b"\n")), Counter(new.split(b"\n"))
    assert sum((before - after).values()) <= 1, (written.raw.decode(), new.decode())
    assert sum((after - before).values()) <= 1, (written.raw.decode(), new.decode())


@pytest.mark.proof
def test_ten_thousand_edits_change_nothing_else_and_hardly_any_is_refused() -> None:
    refused = [seed for seed in range(10_000) if not prove(seed)]
    assert len(refused) <= 100, refused


def test_hardly_any_edit_is_refused() -> None:
    refused = [seed for seed in range(300) if not prove(seed)]
    assert len(refused) <= 3, refused


def test_the_generated_files_are_as_varied_as_they_claim() -> None:
    files = [sample(seed) for seed in range(300)]
    assert all(
        any(mark in each.raw for each in files) for mark in (b"\r\n", b"\xef\xbb\xbf", b": {", b"- - ", b"|-", b"'")
    )
    assert {each.path for each in files} == {"a.md", "a.yaml"}
    assert any(not no_gaps(each.tree) for each in files)
