"""Somebody leaves: what they could read must be encrypted without them, and changed, because they may remember it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.core.duration import Duration
from backoffice.vault.recipients import Recipients
from backoffice.vault.store import Store

FORTNIGHT = Duration(days=14)


@dataclass(frozen=True, slots=True)
class Departure:
    """What follows from somebody leaving. Save every store with ``recipients``; old commits stay readable to them.

    Attributes:
        recipients: Everybody else.
        stores: By vault, the stores that change: with a new store key, and with what is due marked.
        due: By vault, the names of the entries that must be changed.
    """

    recipients: Recipients
    stores: Mapping[str, Store]
    due: Mapping[str, tuple[str, ...]]


def offboard(
    name: str,
    stores: Mapping[str, Store],
    recipients: Recipients,
    *,
    on: dt.date,
    within: Duration = FORTNIGHT,
    vault: str | None = None,
) -> Departure:
    """Return what is to be done when ``name`` leaves, or (with ``vault``) loses one vault.

    Args:
        name: A person of ``secrets/recipients.yaml``.
        stores: By vault, all vaults there are, opened; those the user cannot open may be missing only when the
            leaver cannot read them.
        recipients: As they are now.
        on: The day of leaving.
        within: How long the owners have.
        vault: Only this vault.

    Raises:
        MissingError: There is nobody of that name.
        RefusedError: A vault the leaver reads is missing from ``stores``, or would be left without anybody.
    """
    raise NotImplementedError


def moved(name: str, source: Store, target: Store, *, readers: frozenset[str], on: dt.date) -> tuple[Store, Store]:
    """Return both stores after an entry has moved from one vault to another.

    ``readers`` are the people who read the source and not the target: that they have seen the present values is
    noted, so that these become due when one of them leaves.

    Raises:
        MissingError: ``source`` has no such entry.
        RefusedError: ``target`` has one of that name.
    """
    raise NotImplementedError
