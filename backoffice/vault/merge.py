"""Three versions of a vault become one, field by field; what contradicts stays inside, beside what was kept."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.vault.store import Store


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge. ``conflicts`` names each field that both sides changed: ``acme/mail: password``."""

    store: Store
    conflicts: tuple[str, ...]


def merge(base: Store | None, ours: Store, theirs: Store) -> Merged:
    """Return the merge of two stores that grew out of ``base`` (None: they have nothing in common but their id).

    A field that one side changed is taken from it. A field that both changed stays as ours and gets theirs in
    ``conflict``. An entry that one side deleted and the other changed stays, marked ``deleted`` by that side. Trash is
    united. The store key of a side that renewed it is kept, our own when both did. Save the outcome with ``save``.

    Raises:
        RefusedError: They are different vaults, a side is older than what both grew out of (rolled back), or a text
            cannot be read.
    """
    raise NotImplementedError
