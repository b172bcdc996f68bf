"""Tools: programs, services and accounts that the business uses, and whom it depends on for them."""

from __future__ import annotations

from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Flag, Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id, VaultEntry


class Tool(Record):
    """A program, service or account that the business uses. Passwords are in a vault, never in here."""

    noun: ClassVar[str] = "tool"

    name: Annotated[str, "What people call it."]
    url: Annotated[str, "Where one logs in."] = ""
    purpose: Annotated[str, "What it is for."] = ""
    owner: Annotated[str, "Who of us looks after it."] = ""
    users: Annotated[tuple[str, ...], "Who else has access."] = ()
    contract: Annotated[Id | None, Ref("contract"), "The contract under which it is paid."] = None
    secrets: Annotated[
        tuple[VaultEntry, ...],
        "What in the vaults it takes to log in: names only, such as default/hosting/cloudflare.",
    ] = ()
    recovery: Annotated[str, "How to get in when the usual way fails."] = ""
    reviewed: Annotated[Date | None, "Day on which somebody last looked whether all this is still so."] = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who can get in, the owner first, each once."""
        return tuple(dict.fromkeys(filter(None, (self.owner, *self.users))))


EXAMPLE = """\
---
name: Cloudflare
url: https://dash.cloudflare.example
purpose: DNS and certificates of all our domains
owner: Kim
users: [Bob]
contract: cloudflare-pro
secrets: [default/hosting/cloudflare]
recovery: Codes on paper in the safe; the account belongs to admin@acme.example.
reviewed: 2026-11-03
---
"""

KIND = Kind(
    record=Tool,
    plural="tools",
    help="Programs, services and accounts that the business uses: who has access, and with which secrets.",
    paths=("tools/{id}.md",),
    columns=(
        ListColumn("id", lambda seen: seen.record.id, title="Tool"),
        ListColumn("name", lambda seen: seen.record.name),
        ListColumn("owner", lambda seen: seen.record.owner or None, filter=True),
        ListColumn("users", lambda seen: ", ".join(seen.record.users) or None, optional=True),
        ListColumn("secrets", lambda seen: ", ".join(seen.record.secrets) or None, wraps=True),
        ListColumn("contract", lambda seen: seen.record.contract, filter=True, optional=True),
        ListColumn("reviewed", lambda seen: seen.record.reviewed, optional=True),
    ),
    flags=(
        Flag(
            "one-person",
            "Only tools that one person alone, or nobody, has access to.",
            lambda seen: len(seen.record.people) <= 1,
        ),
    ),
    example=EXAMPLE,
)
