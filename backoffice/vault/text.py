"""The text inside a vault: YAML of one shape, so that a block can be found without parsing the rest.

Each entry is a block: its name in the first column, everything else indented. ``_meta`` comes first, ``_trash`` second,
then the entries by code point. Names of fields are sorted; every value, and every name that people chose, stands in
double quotes on one line. What people have edited into another shape is read all the same, by the strict reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from backoffice.core.document import Tree
from backoffice.formats.faults import NOT_A_MAPPING, UnreadableError
from backoffice.vault import regular
from backoffice.vault.regular import IrregularError, is_regular
from backoffice.vault.shape import META, QUOTED, TRASH, block_in, is_odd, names_in, quoted, unquoted

_TOP = rf"^(?:({QUOTED})|({META}|{TRASH})):$"


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def written(name: str, tree: Tree) -> str:
    """Return the block of text for one entry, ``_meta`` or ``_trash``.

    Raises:
        UnreadableError: It has a character that nobody can see, which no reader would accept.
    """
    head = name if name in {META, TRASH} else quoted(name)
    chosen = name == TRASH  # the names below are names of entries
    from backoffice.formats.text import refuse_control

    text = "".join(f"{line}\n" for line in (f"{head}:", *_indented(_lines(tree or {}, chosen=chosen))))
    if not text.replace("\n", "").isprintable():
        refuse_control(text)
    return text


def _lines(tree: Tree, *, chosen: bool) -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in sorted(tree.items()):
            yield from _field(name, value, chosen=chosen)
    elif isinstance(tree, list):
        for value in tree:
            first, *more = _lines(value, chosen=False)
            yield from (f"- {first}", *_indented(more))
    else:
        yield quoted(tree or "")


_CHOSEN = frozenset({"changed", "conflict", "custom", "due", "exposed"})


def _field(name: str, value: Tree, *, chosen: bool) -> Iterator[str]:
    plain = name.isascii() and name.isalpha() and name.islower()
    head = quoted(name) if chosen or not plain else name
    if isinstance(value, str) or value is None:
        yield f"{head}: {quoted(value or '')}"
        return
    yield f"{head}:"
    yield from _indented(_lines(value, chosen=name in _CHOSEN and not chosen))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────


def decoded(raw: bytes) -> str:
    """Return the text of a decrypted vault, checked as far as the fast reader needs.

    Raises:
        UnreadableError: It is no UTF-8, or has marks of an unfinished merge.
    """
    if is_odd(raw):
        return _strictly(raw).replace("\r\n", "\n")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return _strictly(raw)


def _strictly(raw: bytes) -> str:
    from backoffice.formats.text import text_of

    return text_of(raw)


def whole(text: str) -> dict[str, Tree]:
    """Return all of a text, read strictly.

    Raises:
        UnreadableError: for everything but one mapping of text.
    """
    with suppress(IrregularError):
        return regular.parse(text)
    return strict(text)


def strict(text: str) -> dict[str, Tree]:
    """Return all of a text of any shape, read by the reader of all YAML.

    Raises:
        UnreadableError: for everything but one mapping of text.
    """
    from backoffice.formats.yaml_text import parse

    tree = parse(_strictly(text.encode(errors="surrogatepass"))).tree
    if not isinstance(tree, dict):
        raise UnreadableError(NOT_A_MAPPING, "a vault is a group of entries")
    return tree


def tree_in(text: str, name: str) -> Tree:
    """Return what the block of one entry says; None when there is no such entry.

    Raises:
        UnreadableError: The block, or all of the text where that is not in our shape, cannot be read.
    """
    block = block_in(text, name)
    if block:
        try:
            return _picked(regular.parse(text[block]), name)
        except IrregularError:
            return _picked(strict(text), name)
    elif (names := names_in(text)) is not None and name not in names:
        return None
    return _picked(whole(text), name)


def _picked(trees: dict[str, Tree], name: str) -> Tree:
    """Return what stands under a name; an entry without fields is an empty group."""
    return (trees[name] or {}) if name in trees else None


# ── Changing ────────────────────────────────────────────────────────────────────────────────────


def blocks_of(text: str) -> dict[str, str]:
    """Return the text of each block by its name, in canonical form where it had another shape.

    Raises:
        UnreadableError: It has another shape, and cannot be read strictly.
    """
    if is_regular(text):
        tops = list(re.finditer(_TOP, text, re.MULTILINE))
        ends = [*(top.start() for top in tops), len(text)]
        blocks = {_named(top): text[top.start() : end] for top, end in zip(tops, ends[1:], strict=True)}
        if len(blocks) == len(tops) and ends[0] == 0:
            return blocks
    return {name: written(name, tree) for name, tree in whole(text).items()}


def _named(found: re.Match[str]) -> str:
    return found[2] or unquoted(found[1])


def joined(blocks: Mapping[str, str]) -> str:
    """Return the text of a vault that consists of ``blocks``."""
    reserved = [name for name in (META, TRASH) if name in blocks]
    return "".join(blocks[name] for name in (*reserved, *sorted(blocks.keys() - {META, TRASH})))
