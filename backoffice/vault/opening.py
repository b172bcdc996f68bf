"""From the bytes of a vault to a store and back, past everything that could be wrong with either."""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault import age, meta
from backoffice.vault import text as texts
from backoffice.vault.age import Identity
from backoffice.vault.pins import Pin
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.recipients import Recipients
from backoffice.vault.shape import MAX_BYTES, META, is_vault_name, place_of
from backoffice.vault.store import Store, strictly


class Saved(NamedTuple):
    """Bytes to write in the place of the vault, the store they hold, and what to pin once they are written."""

    raw: bytes
    store: Store
    pin: Pin


def path_of(vault: str) -> str:
    """Return where a vault lies in the workspace: ``secrets.yaml.age`` or ``secrets/NAME.yaml.age``.

    Raises:
        RefusedError: It is no name for a vault: small letters, digits and dashes.
    """
    if not is_vault_name(vault):
        raise RefusedError(f"{vault!r} is no name for a vault", hint="use small letters, digits and dashes")
    return place_of(vault)


def new_store(path: str) -> Store:
    """Return an empty store with a new id and a new store key."""
    about = meta.new_meta()
    return Store(path, about, texts.written(META, meta.tree_of(about)))


def open_store(
    raw: bytes, identities: Sequence[Identity], *, path: str, pin: Pin | None = None, older: bool = False
) -> Store:
    """Return the store that the bytes of a vault hold. After it, pin ``pin_of(store)``.

    Args:
        raw: The age file, binary or armored.
        identities: Private keys to try.
        path: The file, for messages.
        pin: What this machine has seen of this vault; None at first contact.
        older: Accept an earlier revision: for history, and for the sides of a merge.

    Raises:
        RefusedError: It is no age file, too large, damaged, not for these identities, not a vault, not made by
            anybody who could read it before (forged), or older than what was seen (rolled back).
    """
    plain = age.decrypt(raw, identities, path=path)
    text = strictly(lambda: texts.decoded(plain), path)
    about = meta.meta_of(strictly(lambda: texts.tree_in(text, META), path), path)
    if pin:
        _require_known(about, pin, path, older=older)
    return Store(path, about, text)


def _require_known(about: meta.Meta, pin: Pin, path: str, *, older: bool) -> None:
    if not about.follows(pin, older=older):
        hint = f"nobody who could read the vault made this file; look at `git log -- {path}`"
        raise RefusedError(f"{path} is forged: it does not have the store key that this machine knows", hint=hint)
    if about.rev < pin.rev and not older:
        hint = "pull the newest one; if you went back in git yourself, say `backoffice secret accept-older`"
        raise RefusedError(f"{path} was rolled back: revision {about.rev}, but {pin.rev} was seen here", hint=hint)


def save(
    store: Store,
    recipients: Recipients,
    *,
    vault: str,
    identities: Sequence[Identity],
    accepted: bytes | None,
    force: bool = False,
    plugins: Plugins = NO_PLUGINS,
) -> Saved:
    """Return the store one revision later, encrypted for the people of its vault.

    Args:
        store: What to save.
        recipients: The people, as ``secrets/recipients.yaml`` names them now.
        vault: Which vault of theirs it is.
        identities: The user's own keys, which must be able to open the outcome.
        accepted: The bytes of ``recipients.yaml`` that this machine has accepted (``pins.accepted``); None at first
            contact.
        force: Save although the user cannot open it afterwards.
        plugins: Names of age plugins that may be run.

    Raises:
        RefusedError: Recipients changed behind our back, there are none, or the user would be locked out.
    """
    require_accepted(recipients, accepted)
    about = store.meta._replace(rev=store.meta.rev + 1)
    later = store.about(about)
    plain = later.text.encode()
    if len(plain) > MAX_BYTES:
        raise RefusedError(f"{store.path} would have {len(plain):,} bytes; {MAX_BYTES:,} are allowed")
    raw = age.encrypt(plain, recipients.keys(vault), plugins=plugins)
    if not force:
        _require_openable(raw, plain, identities, vault)
    return Saved(raw, later, about.pin())


def require_accepted(recipients: Recipients, accepted: bytes | None) -> None:
    """Refuse to encrypt for recipients that this machine has not accepted.

    Raises:
        RefusedError: They are not what was accepted last.
    """
    if accepted != recipients.raw:
        what = "have not been accepted on this machine" if accepted is None else "were changed behind your back"
        hint = "see who could read your secrets, and agree, with `backoffice secret recipients accept`"
        raise RefusedError(f"the recipients {what}", hint=hint)


def _require_openable(raw: bytes, plain: bytes, identities: Sequence[Identity], vault: str) -> None:
    """Open what was encrypted as its user would: that proves more than any comparison of keys."""
    try:
        opened = age.decrypt(raw, identities, path=vault)
    except RefusedError:
        opened = b""
    if opened != plain:
        hint = "add your own public key to the recipients, or insist with --force"
        raise RefusedError(f"you could not open the vault {vault} afterwards", hint=hint)


def pin_of(store: Store, pin: Pin | None = None) -> Pin:
    """Return what to pin of a store that was opened against ``pin``: its key, and the highest revision seen."""
    if pin is None or store.meta.rev >= pin.rev:
        return store.meta.pin()
    return pin
