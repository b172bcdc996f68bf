"""A vault is opened only when it is whole, ours, and not older than what this machine has seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.errors import RefusedError
from backoffice.vault import age, meta, opening, shape
from backoffice.vault import text as texts
from backoffice.vault.recipients import Recipients
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

ENTRY = made.entry("acme/mail", password="x")
SAVED: opening.Saved = made.saved(made.store(ENTRY), "ann", "bob")


def test_what_was_saved_is_opened_by_everybody_it_is_for() -> None:
    for name in ("ann", "bob"):
        store = made.opened(SAVED.raw, name, pin=SAVED.pin)
        assert store.get("acme/mail") == ENTRY
        assert store == SAVED.store
        assert store.meta.rev == 1


def test_nobody_else_can_open_it() -> None:
    with pytest.raises(RefusedError, match="not encrypted for any of your keys"):
        made.opened(SAVED.raw, "eve")


@given(st.integers(0, len(SAVED.raw) - 1), st.integers(1, 255))
def test_no_single_byte_can_be_changed_unseen(position: int, change: int) -> None:
    tampered = bytearray(SAVED.raw)
    tampered[position] ^= change
    with pytest.raises(RefusedError):
        made.opened(bytes(tampered))


@given(st.integers(0, len(SAVED.raw) - 1))
def test_no_truncated_file_is_opened(length: int) -> None:
    with pytest.raises(RefusedError):
        made.opened(SAVED.raw[:length])


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "secrets.yaml.age is empty"),
        (b"password: x\n", "secrets.yaml.age is no age file"),
        (b"<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n", "secrets.yaml.age has unresolved merge marks"),
        (
            b"age-encryption.org/v1\n" + bytes(shape.MAX_BYTES),
            "secrets.yaml.age has 16,777,238 bytes; 16,777,216 are allowed",
        ),
    ],
)
def test_what_is_no_vault_is_told_in_one_plain_line(raw: bytes, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        made.opened(raw)
    assert caught.value.message == said
    assert "\n" not in said + caught.value.hint


def forged(store: Store) -> bytes:
    """Encrypt as somebody can who has nothing but the public keys."""
    return age.encrypt(store.text.encode(), made.people("ann", "bob").keys("default"))


def test_a_file_forged_with_public_keys_only_is_refused() -> None:
    with pytest.raises(RefusedError, match="is forged: it does not have the store key"):
        made.opened(forged(made.store(ENTRY)), pin=SAVED.pin)


def test_a_forger_cannot_claim_to_have_renewed_a_key_nobody_showed_them() -> None:
    claimed = meta.new_meta()
    for guess in (SAVED.store.meta.store, "0" * 64):
        fake = made.store(ENTRY).about(claimed._replace(rev=99, store=SAVED.store.meta.store, before=(guess,)))
        with pytest.raises(RefusedError, match="is forged"):
            made.opened(forged(fake), pin=SAVED.pin)


def test_an_older_file_is_refused_unless_history_is_looked_at() -> None:
    later = made.saved(SAVED.store.put(made.entry("new", password="y")))
    with pytest.raises(RefusedError, match=r"was rolled back: revision 1, but 2 was seen here"):
        made.opened(SAVED.raw, pin=later.pin)
    assert made.opened(SAVED.raw, pin=later.pin, older=True).names() == ["acme/mail"]
    assert opening.pin_of(SAVED.store, later.pin) == later.pin
    assert opening.pin_of(later.store, SAVED.pin) == later.pin


def test_a_renewed_store_key_is_followed_by_those_who_knew_the_old_one() -> None:
    renewed = made.saved(SAVED.store.renewed())
    again = made.saved(renewed.store.renewed())
    assert made.opened(again.raw, pin=SAVED.pin).meta == again.store.meta
    assert made.opened(SAVED.raw, pin=again.pin, older=True).meta == SAVED.store.meta


def test_who_knew_only_the_old_store_key_cannot_write_for_those_who_know_the_new() -> None:
    renewed = made.saved(SAVED.store.renewed())
    by_leaver = forged(SAVED.store.about(SAVED.store.meta._replace(rev=99)))
    with pytest.raises(RefusedError, match="is forged"):
        made.opened(by_leaver, pin=renewed.pin)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("", "does not say which vault it is"),
        ('_meta:\n  format: "1"\n  key: "k"\n  store: "s"\n', "does not say which vault it is"),
        ('_meta:\n  format: "1"\n  key: "k"\n  store: "s"\n  rev: "-1"\n', "does not say which vault it is"),
        (
            '_meta:\n  format: "1"\n  key: "k"\n  store: "s"\n  rev: "1"\n  before: "x"\n',
            "does not say which vault it is",
        ),
        ('_meta:\n  format: "2"\n  key: "k"\n  store: "s"\n  rev: "1"\n', "has format 2; this version knows 1"),
        ("_meta: [\n", "cannot be read, line 1 of its text"),
        ("\xff", "does not say which vault it is"),
    ],
)
def test_text_that_is_no_vault_is_refused(about: str, said: str) -> None:
    raw = age.encrypt((about + '"a":\n  password: "x"\n').encode(), made.people("ann").keys("default"))
    with pytest.raises(RefusedError, match=said):
        made.opened(raw)


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(RefusedError, match="cannot be read, line 1"):
        made.opened(age.encrypt(b"\xff", made.people("ann").keys("default")))


def test_line_ends_of_another_system_are_read() -> None:
    raw = age.encrypt(SAVED.store.text.replace("\n", "\r\n").encode(), made.people("ann").keys("default"))
    assert made.opened(raw, pin=SAVED.pin).text == SAVED.store.text


def save(store: Store, recipients: Recipients, *, accepted: bytes | None, force: bool = False) -> opening.Saved:
    who = [made.identity()]
    return opening.save(store, recipients, vault="default", identities=who, accepted=accepted, force=force)


def test_nothing_is_encrypted_for_recipients_that_nobody_accepted() -> None:
    ours, swapped = made.people("ann"), made.people("ann", "eve")
    with pytest.raises(RefusedError, match="the recipients were changed behind your back") as caught:
        save(made.store(), swapped, accepted=ours.raw)
    assert "secret recipients accept" in caught.value.hint
    with pytest.raises(RefusedError, match="have not been accepted on this machine"):
        save(made.store(), ours, accepted=None)
    assert save(made.store(), swapped, accepted=swapped.raw).store.meta.rev == 1


def test_nobody_locks_themselves_out_without_insisting() -> None:
    others = made.people("bob")
    with pytest.raises(RefusedError, match="you could not open the vault default afterwards"):
        save(made.store(), others, accepted=others.raw)
    assert made.opened(save(made.store(ENTRY), others, accepted=others.raw, force=True).raw, "bob").names() == [
        "acme/mail"
    ]


def test_nothing_is_ever_encrypted_for_nobody() -> None:
    nobody = Recipients()
    with pytest.raises(RefusedError, match="nothing is encrypted for nobody"):
        save(made.store(), nobody, accepted=nobody.raw, force=True)


def test_a_vault_beyond_all_measure_is_not_written() -> None:
    recipients = made.people("ann")
    huge = made.store(made.entry(notes="x" * shape.MAX_BYTES))
    with pytest.raises(RefusedError, match="bytes; 16,777,216 are allowed"):
        save(huge, recipients, accepted=recipients.raw)


@pytest.mark.parametrize(("vault", "path"), [("default", "secrets.yaml.age"), ("finance", "secrets/finance.yaml.age")])
def test_each_vault_has_its_place(vault: str, path: str) -> None:
    assert opening.path_of(vault) == path
    assert shape.vault_at(path) == vault


def test_what_is_no_place_of_a_vault() -> None:
    for path in ("secrets/default.yaml.age", "secrets/../x.yaml.age", "other.age", "secrets/A.yaml.age"):
        assert shape.vault_at(path) is None
    for vault in ("../x", "A", "", "a/b"):
        with pytest.raises(RefusedError, match="is no name for a vault"):
            opening.path_of(vault)


def test_the_meta_block_says_what_the_store_says() -> None:
    tree = texts.tree_in(SAVED.store.text, shape.META)
    assert meta.meta_of(tree, "x") == SAVED.store.meta
    assert meta.digest_of(Secret("a")) == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
