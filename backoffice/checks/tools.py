"""The vaults in which tools look for their secrets are there, as far as names of files tell: no vault is opened."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.tool import Tool

NO_VAULT = Fault(
    "missing-vault",
    "A tool names a secret in a vault that is not here: a slip in its name, or a vault that was never committed.",
    "warning",
)


def missing_vaults(books: Books) -> Iterator[Diagnostic]:
    """Yield secrets of tools in vaults that are not there; whoever has no vault at all keeps secrets elsewhere."""
    vaults = _vaults(books)
    for tool in books.all(Tool) if vaults else ():
        for at, secret in enumerate(tool.secrets):
            vault = secret.partition("/")[0]
            if vault not in vaults:
                near = difflib.get_close_matches(vault, vaults, n=1)
                hint = f"did you mean {near[0]}?" if near else f"vaults here: {', '.join(vaults)}"
                message = f"{secret}: there is no vault {vault} here"
                yield NO_VAULT.at(tool.where, message, hint=hint, about=("secrets", at))


def _vaults(books: Books) -> list[str]:
    """Return the names of all vaults, by their files: docs/vault/format.md."""
    others = (re.fullmatch(r"secrets/([^/]+)\.yaml\.age", path) for path in books.files_in("secrets"))
    default = ["default"] if books.has_file("secrets.yaml.age") else []
    return default + [found[1] for found in others if found]


CHECK = Check("tools", "Vaults that tools name are there.", missing_vaults, (NO_VAULT,))
