"""What `git diff` shows of a vault: that something changed, and never what."""

from backoffice.vault.digest import digest_of, masked
from backoffice.vault.meta import Meta
from backoffice.vault.secret import Secret
from tests.vault import made

ABOUT = Meta(store="0" * 32, key=Secret("k"))
ENTRY = made.entry(
    "acme/mail", username="ann", password="canary", url="https://x", notes="canary\n2", custom__pin="canary"
)._replace(
    tags=("work",),
    conflict={"password": (Secret("canary2"),)},
)
STORE = made.store(ENTRY, made.entry("old", totp="canary")).discard("old", on=made.TODAY).about(ABOUT)
DIFFED = """\
_trash:
  "old":
    - changed:
        "totp": "2026-11-21"
      deleted: "2026-11-21"
      totp: "#9aa3261c"
"acme/mail":
  changed:
    "custom.pin": "2026-11-21"
    "notes": "2026-11-21"
    "password": "2026-11-21"
    "url": "2026-11-21"
    "username": "2026-11-21"
  conflict:
    "password":
      - "#2514e742"
  custom:
    "pin": "#9aa3261c"
  notes: "#b2f5f1cc"
  password: "#9aa3261c"
  tags:
    - "work"
  url: "#2f3bd1f2"
  username: "#542c8253"
"""


def test_every_field_is_there_and_every_value_is_a_digest() -> None:
    assert masked(STORE) == DIFFED


def test_no_value_and_no_key_is_there() -> None:
    assert "canary" not in masked(STORE)
    assert "ann" not in masked(STORE)
    assert "_meta" not in masked(STORE)


def test_digests_differ_between_vaults_and_outlive_a_new_store_key() -> None:
    one, other = made.store(ENTRY), made.store(ENTRY)
    assert digest_of(Secret("x"), one) != digest_of(Secret("x"), other)
    assert masked(one) == masked(one.renewed())
