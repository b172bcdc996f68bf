"""Examples of the verbs that all kinds have, for their help."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.core.kind import Kind

_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "list": (
        "backoffice {noun} list",
        "backoffice {noun} list --sort {column} --format csv",
        "backoffice {noun} list {flag}",
    ),
    "show": ("backoffice {noun} show {id}", "backoffice {noun} show {id} --format json"),
    "edit": ("backoffice {noun} edit {id}",),
    "path": ("backoffice {noun} path {id}", "$EDITOR $(backoffice {noun} path {id})"),
    "log": ("backoffice {noun} log {id}",),
}
_IDS = {
    "invoice": "INV-2026-0042",
    "quote": "Q-2026-0007",
    "credit-note": "CN-2026-0003",
    "client": "acme",
    "project": "acme-website",
    "schedule": "acme-retainer",
    "expense": "2026-03-04-adobe",
    "reminder": "INV-2026-0042--1",
    "dispute": "INV-2026-0042--2026-11-12",
    "promise": "INV-2026-0042--2026-11-18",
    "contract": "acme-msa",
    "document": "2026-11-03-notice-of-assessment",
    "contract-template": "msa",
    "clause": "liability",
    "time": "ada-2026-11-20-0900",
    "holidays": "hamburg",
}


def examples(kind: Kind, verb: str) -> list[str]:
    """Return examples of a verb for a kind."""
    flag = f"--{kind.flags[0].name}" if kind.flags else "--limit 10"
    words = {
        "noun": kind.noun,
        "id": "" if kind.single else _IDS.get(kind.noun, "2026-11"),
        "column": f"-{kind.columns[-1].name}",
        "flag": flag,
    }
    return [" ".join(template.format(**words).split()).replace(" )", ")") for template in _EXAMPLES[verb]]
