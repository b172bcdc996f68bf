"""Stores: one vault in clear text, asked and changed in memory. ``opening`` makes them from files and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TypeVar
from unicodedata import normalize

from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.document import Tree
from backoffice.core.errors import MissingError, RefusedError
from backoffice.formats.faults import ANCHOR, MERGE_CONFLICT, TAG, UnreadableError
from backoffice.vault import meta
from backoffice.vault import text as texts
from backoffice.vault.entries import Entry, Trashed, checked_name
from backoffice.vault.fields import entry_of, trash_of, trash_tree, tree_of
from backoffice.vault.meta import Meta
from backoffice.vault.shape import META, TRASH, block_in, fitting, names_in, quoted

UNREADABLE_ENTRY = Fault(
    "secret-entry",
    "An entry of the vault cannot be understood: a field that does not exist, or a value of the wrong sort. The others "
    "can be used. Lines are counted in the text inside the vault.",
)

_DATED = ("due", "rotate")

T = TypeVar("T")


class Store:
    """A vault in clear text. Immutable: every change gives a new store.

    Only the blocks of text that a question is about are parsed; ``entries`` reads all of it strictly.
    """

    __slots__ = ("_ours", "meta", "path", "text")

    def __init__(self, path: str, meta: Meta, text: str, *, ours: bool = False) -> None:
        self.path = path
        self.meta = meta
        self.text = text
        self._ours = ours  # written here just now, so that it need not be looked through again

    def __eq__(self, other: object) -> bool:
        """Tell whether both say the same."""
        return isinstance(other, Store) and self.text == other.text and self.path == other.path

    def __hash__(self) -> int:
        """Return what equal stores have in common."""
        return hash(self.text)

    def __repr__(self) -> str:
        """Return which vault it is, and nothing that is in it."""
        return f"Store({self.path!r}, revision {self.meta.rev})"

    # ── Questions ───────────────────────────────────────────────────────────────────────────────

    def names(self) -> list[str]:
        """Return the names of all entries, sorted."""
        found = names_in(self.text)
        return sorted(self._trees() if found is None else found)

    def get(self, name: str) -> Entry:
        """Return one entry by its exact name.

        Raises:
            MissingError: There is none; the hint suggests similar names.
            RefusedError: Its text cannot be read.
        """
        tree = self._strictly(lambda text: texts.tree_in(text, name)) if name not in {META, TRASH} else None
        if tree is None:
            raise _missing(name, self.names())
        return entry_of(name, tree)

    def named(self, fragment: str) -> str:
        """Return the one name that is, starts with, or contains ``fragment``, ignoring case.

        Raises:
            MissingError: No name does, or several do; the hint lists them.
        """
        fragment = normalize("NFC", fragment)  # as names are; some keyboards compose letters otherwise
        if fragment not in {META, TRASH} and block_in(self.text, fragment):
            return fragment
        names = self.names()
        found = fitting(names, fragment)
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - 10} more" if len(found) > 10 else ""  # noqa: PLR2004 - fits a line
            raise MissingError(f"several entries fit {fragment!r}", hint=", ".join(found[:10]) + more)
        raise _missing(fragment, names)

    def search(self, words: str) -> list[Entry]:
        """Return the entries with all ``words`` in name, username, url, tags, owner, notes or names of custom fields.

        Passwords, TOTP secrets and custom values are not searched.
        """
        wanted = normalize("NFC", words).casefold().split()
        escaped = [quoted(word)[1:-1] for word in wanted]
        blocks = self._strictly(texts.blocks_of)
        likely = (
            name
            for name, block in blocks.items()
            if name not in {META, TRASH} and all(word in block.casefold() for word in escaped)
        )
        entries = (entry_of(name, self._strictly(partial(texts.tree_in, name=name), blocks[name])) for name in likely)
        return [entry for entry in entries if all(word in _searched(entry) for word in wanted)]

    def read(self) -> tuple[dict[str, Entry], list[Diagnostic]]:
        """Return all entries that can be read, by name and in order, and what is wrong with the others.

        Raises:
            RefusedError: The text as a whole cannot be read.
        """
        entries, problems = {}, []
        for name, tree in sorted(self._trees().items()):
            try:
                entries[name] = entry_of(name, tree)
            except RefusedError as error:
                block = block_in(self.text, name)
                line = self.text.count("\n", 0, block.start) + 1 if block else 0
                problems.append(UNREADABLE_ENTRY.at(Location(self.path, line), error.message, hint=error.hint))
        return entries, problems

    def entries(self) -> dict[str, Entry]:
        """Return all entries by name, in order, after a strict reading of the whole text.

        Raises:
            RefusedError: with a diagnostic for each thing that is wrong.
        """
        entries, problems = self.read()
        if problems:
            raise RefusedError(f"{self.path} has entries that cannot be read", diagnostics=problems)
        return entries

    def dated(self) -> list[Entry]:
        """Return the entries with a day by which something in them must be changed; what cannot be read is left out."""
        if not any(word in self.text for word in _DATED):
            return []
        blocks = self._strictly(texts.blocks_of)
        likely = (name for name, block in blocks.items() if any(f"\n  {word}:" in block for word in _DATED))
        found = []
        for name in likely:
            with suppress(RefusedError):
                found.append(entry_of(name, self._strictly(partial(texts.tree_in, name=name), blocks[name])))
        return found

    def trash(self) -> dict[str, tuple[Trashed, ...]]:
        """Return what was deleted, by name, oldest first."""
        return trash_of(self._strictly(lambda text: texts.tree_in(text, TRASH)))

    # ── Changes ─────────────────────────────────────────────────────────────────────────────────

    def put(self, *entries: Entry) -> Store:
        """Return the store with entries added, or replaced where one has that name.

        Raises:
            RefusedError: A name or a value cannot be written.
        """
        named = (entry._replace(name=checked_name(entry.name)) for entry in entries)
        return self._with({entry.name: _block(entry) for entry in named})

    def discard(self, name: str, *, on: dt.date) -> Store:
        """Return the store with an entry in the trash.

        Raises:
            MissingError: There is none of that name.
        """
        entry, trash = self.get(name), self.trash()
        return self._with({name: ""} | _trash_block(trash | {name: (*trash.get(name, ()), Trashed(on, entry))}))

    def without(self, name: str) -> Store:
        """Return the store without an entry that is kept elsewhere: it does not go to the trash."""
        return self._with({name: ""})

    def restore(self, name: str) -> Store:
        """Return the store with the newest deleted entry of that name back in place.

        Raises:
            MissingError: None of that name is in the trash.
            RefusedError: There is an entry of that name again.
        """
        trash = self.trash()
        if not trash.get(name):
            raise MissingError(f"no entry {name} in the trash", hint=", ".join(list(trash)[:10]))
        self._require_free(name)
        *older, newest = trash[name]
        return self._with({name: _block(newest.entry)} | _trash_block(trash | {name: tuple(older)}))

    def rename(self, name: str, to: str) -> Store:
        """Return the store with an entry under another name.

        Raises:
            MissingError: There is no entry ``name``.
            RefusedError: There is an entry ``to``, or it is no name.
        """
        entry = self.get(name)._replace(name=checked_name(to))
        self._require_free(entry.name)
        return self._with({name: "", entry.name: _block(entry)})

    def purge(self, *, before: dt.date | None = None) -> Store:
        """Return the store without what was deleted before a day (None: without any trash). History keeps it."""
        kept = {
            name: tuple(each for each in several if before and each.deleted >= before)
            for name, several in self.trash().items()
        }
        return self._with(_trash_block(kept))

    def renewed(self) -> Store:
        """Return the store with a new store key, which whoever has lost access cannot write."""
        return self.about(self.meta.renewed())

    def about(self, about: Meta) -> Store:
        """Return the store with another ``_meta``, which its text says too."""
        written = texts.written(META, meta.tree_of(about))
        before = block_in(self.text, META) if self._ours else None
        if before and not before.start:
            return Store(self.path, about, written + self.text[before.stop :], ours=True)
        return Store(self.path, about, self._with({META: written}).text, ours=True)

    def replaced(self, entries: Mapping[str, Entry], trash: Mapping[str, tuple[Trashed, ...]]) -> Store:
        """Return the store with exactly these entries and this trash."""
        text = texts.joined({name: _block(entry) for name, entry in entries.items()} | _trash_block(trash))
        return Store(self.path, self.meta, text, ours=True).about(self.meta)

    # ── How ─────────────────────────────────────────────────────────────────────────────────────

    def _with(self, blocks: Mapping[str, str]) -> Store:
        """Return the store with blocks added, replaced, or (where empty) removed."""
        present = self._strictly(texts.blocks_of) | dict(blocks)
        text = texts.joined({name: block for name, block in present.items() if block})
        return Store(self.path, self.meta, text, ours=True)

    def _trees(self) -> dict[str, Tree]:
        return {name: tree for name, tree in self._strictly(texts.whole).items() if name not in {META, TRASH}}

    def _strictly(self, read: Callable[[str], T], text: str | None = None) -> T:
        return strictly(lambda: read(self.text if text is None else text), self.path)

    def _require_free(self, name: str) -> None:
        if name in self.names():
            raise RefusedError(f"there is an entry {name} already")


def _missing(name: str, names: list[str]) -> MissingError:
    from difflib import get_close_matches

    near = get_close_matches(name, names, n=3)
    return MissingError(f"no entry {name}", hint=f"did you mean {' or '.join(near)}?" if near else "")


def _block(entry: Entry) -> str:
    return strictly(lambda: texts.written(entry.name, tree_of(entry)), entry.name)


def _trash_block(trash: Mapping[str, tuple[Trashed, ...]]) -> dict[str, str]:
    tree = trash_tree(trash)
    return {TRASH: strictly(lambda: texts.written(TRASH, tree), TRASH) if tree else ""}


def _searched(entry: Entry) -> str:
    words = (entry.name, entry.username, entry.url, entry.owner, entry.notes.reveal(), *entry.tags, *entry.custom)
    return "\n".join(words).casefold()


def strictly(read: Callable[[], T], path: str) -> T:
    """Return what ``read`` gives.

    Raises:
        RefusedError: in the place of what the strict reader raises, with the place in the text inside the vault.
    """
    try:
        return read()
    except UnreadableError as error:
        if error.fault in {ANCHOR, TAG}:  # what follows the mark may be a password without quotes
            error.message = "a value that starts with & or * or ! stands without quotes"
        if error.fault is MERGE_CONFLICT:  # the marks are inside, where no editor and no git looks
            error.hint = f"bring back the last good one: `git log -- {path}`"
        where = f", line {error.line} of its text" if error.line else ""
        raise RefusedError(f"{path} cannot be read{where}: {error.message}", hint=error.hint) from None
