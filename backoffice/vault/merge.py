"""Three versions of a vault become one, field by field; what contradicts stays inside, beside what was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault.entries import DELETED, Entry, Trashed
from backoffice.vault.merge_fields import merged_entry
from backoffice.vault.meta import Meta, digest_of
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store


class Merged(NamedTuple):
    """The outcome of a merge.

    Attributes:
        store: What to save.
        conflicts: Each field that both sides changed, ``acme/mail: password``.
        doubtful: Names of entries that a side changed without knowing the store key that the other side had renewed:
            it may have been somebody who left.
    """

    store: Store
    conflicts: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def merge(base: Store | None, ours: Store, theirs: Store) -> Merged:
    """Return the merge of two stores that grew out of ``base`` (None: they have nothing in common but their id).

    A field that one side changed is taken from it. A field that both changed stays as ours and gets theirs in
    ``conflict``. An entry that one side deleted and the other changed stays, marked ``deleted`` by that side. Trash is
    united. The store key of a side that renewed it is kept, our own when both did. Save the outcome with ``save``.

    Raises:
        RefusedError: They are different vaults, a side is older than what both grew out of (rolled back), or a text
            cannot be read.
    """
    _require_kin(base, ours, theirs)
    before, mine, other = ({} if each is None else each.entries() for each in (base, ours, theirs))
    entries: dict[str, Entry] = {}
    conflicts: list[str] = []
    for name in sorted(mine.keys() | other.keys()):
        entry, fields = _merged(before.get(name), mine.get(name), other.get(name))
        conflicts += [f"{name}: {field}" for field in fields]
        if entry:
            entries[name] = entry
    store = Store(ours.path, _meta(base, ours.meta, theirs.meta), ours.text).replaced(
        entries, _trash(base, ours, theirs)
    )
    return Merged(store, tuple(conflicts), tuple(_doubtful(before, (ours.meta, mine), (theirs.meta, other))))


def _require_kin(base: Store | None, ours: Store, theirs: Store) -> None:
    if theirs.meta.store != ours.meta.store or (base and base.meta.store != ours.meta.store):
        hint = "keep one of them, and bring the entries over with `backoffice secret import`"
        raise RefusedError(f"{ours.path} and {theirs.path} are different vaults", hint=hint)
    for side in (ours, theirs):
        if base and side.meta.rev < base.meta.rev:
            hint = "an older vault was committed as if it were new: look at who did it"
            raise RefusedError(f"{side.path} was rolled back: it is older than what both sides grew out of", hint=hint)


def _merged(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> tuple[Entry | None, list[str]]:
    """Return the merge of one entry, and the names of the fields in conflict."""
    if ours and theirs:
        return merged_entry(base, ours, theirs)
    kept, by = (theirs, "ours") if theirs else (ours, "theirs")
    if kept is None or base is None:
        return kept, []
    if kept == base:
        return None, []
    return kept._replace(conflict={**kept.conflict, DELETED: (Secret(by),)}), [DELETED]


def _trash(base: Store | None, ours: Store, theirs: Store) -> dict[str, tuple[Trashed, ...]]:
    """Return everything that is in a side's trash and was not taken out of the other's."""
    before, mine, other = ({} if each is None else each.trash() for each in (base, ours, theirs))
    return {
        name: _united(before.get(name, ()), mine.get(name, ()), other.get(name, ()))
        for name in sorted(mine.keys() | other.keys())
    }


def _united(base: tuple[Trashed, ...], ours: tuple[Trashed, ...], theirs: tuple[Trashed, ...]) -> tuple[Trashed, ...]:
    kept = [each for each in ours if each in theirs or each not in base]
    kept += [each for each in theirs if each not in ours and each not in base]
    return tuple(sorted(kept, key=lambda each: each.deleted))


def _meta(base: Store | None, ours: Meta, theirs: Meta) -> Meta:
    renewed = digest_of(ours.key) in theirs.before or (base is not None and ours.key == base.meta.key)
    kept, other = (theirs, ours) if renewed else (ours, theirs)
    digests = (*kept.before, digest_of(other.key), *other.before)
    before = tuple(each for each in dict.fromkeys(digests) if each != digest_of(kept.key))
    return kept._replace(rev=max(ours.rev, theirs.rev), before=before)


def _doubtful(
    base: Mapping[str, Entry], one: tuple[Meta, Mapping[str, Entry]], other: tuple[Meta, Mapping[str, Entry]]
) -> Iterator[str]:
    for (meta, entries), (newer, _) in ((one, other), (other, one)):
        if digest_of(meta.key) in newer.before:
            names = sorted(base.keys() | entries.keys())
            yield from (name for name in names if base.get(name) != entries.get(name))
