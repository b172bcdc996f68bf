"""What a vault says about itself: its id, its store key, its revision."""

from __future__ import annotations

import os

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault.pins import Pin
from backoffice.vault.secret import Secret

FORMAT = 1
_KEPT = 50


class Meta(NamedTuple):
    """What a vault says about itself.

    Attributes:
        store: Random id, the same for the life of the vault; keys the digests that diffs show.
        key: Random store key, base64url of 32 bytes: who can write it here has read the vault.
        rev: Counts up with every save.
        before: SHA-256 of earlier store keys, newest first, so that machines that pinned one follow a renewal.
        format: Version of the format.
    """

    store: str
    key: Secret
    rev: int = 0
    before: tuple[str, ...] = ()
    format: int = FORMAT

    def renewed(self) -> Meta:
        """Return the same with a new store key."""
        return self._replace(key=new_key(), before=(digest_of(self.key), *self.before)[:_KEPT])

    def follows(self, pin: Pin, *, older: bool = False) -> bool:
        """Tell whether its maker could read what was pinned or, with ``older``, what came before that."""
        return pin.key in (digest_of(self.key), *self.before) or (older and digest_of(self.key) in pin.before)

    def pin(self) -> Pin:
        """Return what to pin of this vault."""
        return Pin(digest_of(self.key), self.rev, self.before)


def digest_of(key: Secret) -> str:
    """Return the SHA-256 of a store key as hexadecimal digits."""
    import hashlib

    return hashlib.sha256(key.reveal().encode()).hexdigest()


def new_key() -> Secret:
    """Return a new store key."""
    from base64 import urlsafe_b64encode

    return Secret(urlsafe_b64encode(os.urandom(32)).decode())


def new_meta() -> Meta:
    """Return what a new vault says about itself."""
    return Meta(store=os.urandom(16).hex(), key=new_key())


def meta_of(tree: Tree, path: str) -> Meta:
    """Return the meaning of ``_meta``.

    Raises:
        RefusedError: It is missing, incomplete, or of a later format.
    """
    hint = "this is no vault of backoffice, or its _meta was edited"
    fields = tree if isinstance(tree, dict) else {}
    store, key, rev, form = (fields.get(name) for name in ("store", "key", "rev", "format"))
    before = fields.get("before") or []
    if not (_is_number(form) and _is_number(rev) and store and key and isinstance(store, str) and isinstance(key, str)):
        raise RefusedError(f"{path} does not say which vault it is", hint=hint)
    if form != str(FORMAT):
        raise RefusedError(f"{path} has format {form}; this version knows {FORMAT}", hint="update backoffice")
    if not isinstance(before, list) or not all(isinstance(each, str) for each in before):
        raise RefusedError(f"{path} does not say which vault it is", hint=hint)
    return Meta(store, Secret(key), int(str(rev)), tuple(str(each) for each in before))


def _is_number(tree: Tree) -> bool:
    return isinstance(tree, str) and tree.isascii() and tree.isdigit() and len(tree) <= 12  # noqa: PLR2004 - a trillion


def tree_of(meta: Meta) -> dict[str, Tree]:
    """Return the tree of ``_meta``."""
    tree: dict[str, Tree] = {
        "format": str(meta.format),
        "key": meta.key.reveal(),
        "rev": str(meta.rev),
        "store": meta.store,
    }
    return tree | ({"before": list(meta.before)} if meta.before else {})
