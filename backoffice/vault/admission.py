"""Letting somebody read a vault where everything is as usual: text in, text out, with hardly an import.

``secrets/recipients.yaml`` is read here only in the form in which commands write it, and ends in an error of any sort
where anything is written, named or meant otherwise: ``recipients`` then reads it as a whole, and says what is the
matter. What is written here is written the same there: tests prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backoffice.vault.glance import is_day
from backoffice.vault.shape import DEFAULT, MAX_BYTES, is_vault_name

_QUOTED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Names that YAML would take for something else, and that are written in quotes."""
_ITEM = "    - "
_X25519_LENGTH = 62
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
_SSH = frozenset({"ssh-ed25519", "ssh-rsa"})


class Reader:
    """Somebody who can read vaults: their recipients and vaults; ``end`` is the line behind the last recipient."""

    __slots__ = ("end", "keys", "vaults")

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.vaults: list[str] = []
        self.end = 0

    @property
    def reads(self) -> list[str]:
        """Return the vaults they read."""
        return self.vaults or [DEFAULT]


def read(text: str) -> dict[str, Reader]:
    """Return who can read what, by name.

    Raises:
        ValueError: The text, or what it says, is not as usual.
    """
    *lines, last = text.split("\n")
    people: dict[str, Reader] = {}
    group: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.startswith(" "):
            people[_new(line, people)] = Reader()
            group = None
            continue
        reader = list(people.values())[-1]
        if line.startswith(_ITEM) and group is not None:
            group.append(line.removeprefix(_ITEM))
            reader.end = number if group is reader.keys else reader.end
        else:
            group = _group(line, reader)
    if last or not all(map(_is_usual, people.values())) or not _is_apart(people.values()):
        raise ValueError(text)
    return people


def _new(line: str, people: dict[str, Reader]) -> str:
    name, colon, rest = line.partition(":")
    if name in people or not is_name(name) or not colon or rest:
        raise ValueError(line)
    return name


def _group(line: str, reader: Reader) -> list[str] | None:
    """Return the list that begins with a line; None where it says a day."""
    found = {"  keys:": reader.keys, "  vaults:": reader.vaults}.get(line)
    if found is None and is_day(line.removeprefix("  since: ")):
        return None
    if found is None or found:
        raise ValueError(line)
    return found


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a person or a vault, and stand without quotes."""
    return is_vault_name(text) and text[0].isalpha() and text not in _QUOTED


def is_key(text: str) -> bool:
    """Tell whether a text has the looks of a recipient that needs no plugin: ``age1…``, or an ssh key."""
    sort, _, rest = text.partition(" ")
    if sort in _SSH:
        return bool(rest) and _BASE64.issuperset(rest)
    return text.startswith("age1") and len(text) == _X25519_LENGTH and _SMALL.issuperset(text)


def _is_usual(reader: Reader) -> bool:
    several = [reader.keys, reader.vaults]
    once = all(len(set(each)) == len(each) for each in several)
    return once and bool(reader.keys) and all(map(is_key, reader.keys)) and all(map(is_name, reader.vaults))


def _is_apart(people: Iterable[Reader]) -> bool:
    """Tell whether every key is one person's."""
    keys = [key for reader in people for key in reader.keys]
    return len(set(keys)) == len(keys)


def admitted(text: str, name: str, keys: Sequence[str], vaults: Sequence[str], *, today: str) -> str:
    """Return the text with more keys for a person, or one more person.

    Args:
        text: ``secrets/recipients.yaml``.
        name: Whom to let in.
        keys: Their recipients.
        vaults: What they shall read; nothing: what they read already, or else the default vault.
        today: Since when, of somebody new; empty where that must not be.

    Raises:
        ValueError: The text, or what is asked for, is not as usual.
    """
    people = read(text)
    if not is_name(name) or not all(map(is_key, keys)) or not all(map(is_name, vaults)):
        raise ValueError(name)
    there = people.get(name)
    lines = text.split("\n")
    if there is None:
        lines[-1:] = [*_block(name, keys, vaults, today), ""]
    elif set(vaults) <= set(there.reads):
        lines[there.end : there.end] = (f"{_ITEM}{key}" for key in dict.fromkeys(keys) if key not in there.keys)
    else:
        raise ValueError(name)
    return "\n".join(lines)


def _block(name: str, keys: Sequence[str], vaults: Sequence[str], today: str) -> list[str]:
    if not is_day(today) or len(set(vaults)) < len(vaults):
        raise ValueError(today)
    several = [] if list(vaults) in ([], [DEFAULT]) else ["  vaults:", *(f"{_ITEM}{each}" for each in vaults)]
    return [f"{name}:", "  keys:", *(f"{_ITEM}{key}" for key in dict.fromkeys(keys)), *several, f"  since: {today}"]


def encrypted(text: str, people: Iterable[Reader], vault: str, *, key: str) -> bytes:
    """Return the text of a vault, encrypted for the people who read it; it can be opened with ``key``, or it fails.

    Raises:
        ValueError: It could not be opened, or is too large.
    """
    from backoffice.vault import native

    plain = text.encode()
    wanted = sorted({each for reader in people if vault in reader.reads for each in reader.keys})
    sorts = {True: native.ssh.Recipient, False: native.x25519.Recipient}
    raw: bytes = native.encrypt(plain, [sorts[each.startswith("ssh-")].from_str(each) for each in wanted])
    if len(plain) > MAX_BYTES or native.decrypt(raw, [native.x25519.Identity.from_str(key)]) != plain:
        raise ValueError(vault)
    return raw
