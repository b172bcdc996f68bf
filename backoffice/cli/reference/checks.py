"""The checks: what is looked at between records, by tier."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.checks import checks
from backoffice.cli.reference.markdown import page, plain, table

_INTRO = (
    "What `backoffice check` looks at between records, beside what every file must be in itself. "
    "The strict checks run with `--tier strict`."
)


def pages() -> Mapping[str, str]:
    """Return the page of checks."""
    rows = [
        (
            check.name,
            plain(check.help),
            check.tier,
            ", ".join(f"[{fault.code}](faults.md#{fault.code})" for fault in check.faults),
        )
        for check in checks()
    ]
    return {"checks.md": page("Checks", _INTRO, table(("check", "holds", "tier", "finds"), rows))}
