"""Tell git of our own programs, in the settings of this clone: no clone brings them along."""

from __future__ import annotations

from backoffice.workspace.drivers import settings
from backoffice.workspace.git.call import run
from backoffice.workspace.place import Place


def install(place: Place) -> bool:
    """Write the settings by which git shows and merges vaults; tell whether anything had to be written."""
    missing = lacking(place)
    for key in missing:
        run(place, "config", "--local", "--replace-all", key, settings()[key])
    return bool(missing)


def lacking(place: Place) -> list[str]:
    """Return the keys that are missing, or name another installation."""
    return [key for key, value in settings().items() if _value(place, key) != value]


def cached(place: Place) -> bool:
    """Tell whether git has kept the text of a vault as objects, which ``cachetextconv`` would have it do."""
    return bool(run(place, "for-each-ref", "refs/notes/textconv/backoffice"))


def _value(place: Place, key: str) -> str:
    return run(place, "config", "--local", "--get", key, fine=(0, 1)).decode("utf-8", "replace").strip()
