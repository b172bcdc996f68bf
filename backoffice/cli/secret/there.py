"""Which vaults there are, without importing anything to say so."""

import os

from backoffice.vault.shape import DEFAULT, FOLDER, place_of, vault_at

PEOPLE = "Update recipients"
"""The subject of every commit that changes who can read vaults."""
TOOLS = "tools"
"""The folder of the tools, which take secrets to log in, and which people have access to."""


def tools(root: str) -> bool:
    """Tell whether a workspace has tools."""
    return os.path.isdir(f"{root}/{TOOLS}")  # noqa: PTH112 - pathlib is slow to import


def vaults(root: str) -> list[str]:
    """Return the names of the vaults of a workspace, the default one first."""
    try:
        inner = sorted(os.listdir(f"{root}/{FOLDER}"))  # noqa: PTH208 - names are all that is wanted
    except OSError:
        inner = []
    found = [vault_at(path) for path in (place_of(DEFAULT), *(f"{FOLDER}/{name}" for name in inner))]
    return [name for name in found if name and os.path.lexists(f"{root}/{place_of(name)}")]
