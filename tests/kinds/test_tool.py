"""Tools: what their files may say of secrets, and whom they depend on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError, ValueTextError
from backoffice.core.kind import Seen
from backoffice.core.scalar import Scalar, VaultEntry
from backoffice.core.schema import read
from backoffice.kinds.tool import KIND, Tool
from backoffice.vault.entries import checked_name
from backoffice.vault.shape import is_vault_name
from tests.kinds.seen import DEMO_DAY, listed
from tests.made import made

SCALAR: Scalar = VaultEntry.notes[0]  # type: ignore[attr-defined]


def tool(**more: Any) -> Tool:  # noqa: ANN401
    record: Tool = made("tool", "cloudflare", **{"name": "Cloudflare"} | more)
    return record


@pytest.mark.parametrize(
    "secret", ["default/hosting/cloudflare", "finance/bank", "a-1/B b/ü", "default/.env", "default/a..b", "default/x_"]
)
def test_a_secret_is_named_by_vault_and_entry(secret: str) -> None:
    assert tool(secrets=[secret]).secrets == (secret,)


@pytest.mark.parametrize(
    "secret",
    [
        "cloudflare",
        "/cloudflare",
        "default/",
        "Default/x",
        "-a/x",
        "default//x",
        "default/x/",
        "default/../x",
        "default/x/.",
        "default/_meta",
        "default/ x",
        "default/x ",
        "default/a\u200bb",
        f"default/{'x' * 201}",
        f"{'x' * 64}/a",
    ],
)
def test_anything_else_is_refused(secret: str) -> None:
    document = Document(Location("tools/x.md", 1), {"name": "X", "secrets": ["default/fine", secret]})
    (wrong,) = read(Tool, "x", document)[1]
    assert wrong.message == "secrets[2] should be a secret by vault and name, such as default/hosting/cloudflare"


def test_a_name_in_pieces_is_composed_as_the_vault_keeps_it() -> None:
    assert tool(secrets=["default/u\u0308"]).secrets == ("default/ü",)


@given(st.text("az-_A0", max_size=3), st.text("ab./_ ü\u0308\u200b\n", max_size=6))
def test_a_tool_may_name_just_what_a_vault_may_hold(vault: str, entry: str) -> None:
    try:
        expected = f"{vault}/{checked_name(entry)}" if is_vault_name(vault) else None
    except RefusedError:
        expected = None
    try:
        found = SCALAR.parse(f"{vault}/{entry}")
    except ValueTextError:
        found = None
    assert found == expected


@pytest.mark.parametrize(
    ("fields", "people", "alone"),
    [
        ({}, (), True),
        ({"owner": "Kim"}, ("Kim",), True),
        ({"owner": "Kim", "users": ["Kim"]}, ("Kim",), True),
        ({"users": ["Bob"]}, ("Bob",), True),
        ({"owner": "Kim", "users": ["Bob"]}, ("Kim", "Bob"), False),
    ],
)
def test_what_depends_on_one_person(fields: dict[str, Any], people: tuple[str, ...], alone: bool) -> None:  # noqa: FBT001
    record = tool(**fields)
    (flag,) = KIND.flags
    assert record.people == people
    assert flag.keep(Seen(record, {}, DEMO_DAY)) == alone


def test_a_list_says_who_and_with_which_secrets() -> None:
    full = tool(
        owner="Kim",
        users=["Bob", "Ann"],
        secrets=["default/a", "finance/b"],
        contract="cloudflare-pro",
        reviewed="2026-11-03",
    )
    assert listed(full) == {
        "id": "cloudflare",
        "name": "Cloudflare",
        "owner": "Kim",
        "users": "Bob, Ann",
        "secrets": "default/a, finance/b",
        "contract": "cloudflare-pro",
        "reviewed": "2026-11-03",
    }
    assert listed(tool()) == {"id": "cloudflare", "name": "Cloudflare"}
    assert full.title == "Cloudflare"
