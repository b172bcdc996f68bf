"""A glance at a vault in which everything is as usual, for a secret, names or a search, with hardly an import.

Python takes three times as long to import the rest of this layer as this takes to answer. Whatever is not as usual (a
key that nobody has unlocked, a vault that was saved since it was last read here, text of another shape, anything wrong)
ends in an error of any sort: the rest of this layer then begins anew, and says what is the matter. What is read here is
read the same there, and what is refused there is refused here: tests prove it.
"""

import os
import stat
from collections.abc import Iterator
from unicodedata import is_normalized

from backoffice.vault import keyfile
from backoffice.vault.shape import (
    ARMORED,
    BINARY,
    MAX_BYTES,
    META,
    ODD_LINE,
    block_in,
    has_marks,
    is_odd,
    names_in,
    quoted,
    unquoted,
)

_FIELDS = frozenset({"password", "username", "url", "totp", "notes"})
_CUSTOM = "custom"
_DAYS = frozenset({"changed", "due", "exposed"})
_LAST = ("31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31")
_FORMAT = "1"


def identity(path: str) -> str:
    """Return the one age identity in a file, from the keyring where it is under a passphrase.

    Raises:
        ValueError: There is none, or there are several.
    """
    raw = keyfile.read(path)
    if len(raw) > keyfile.MAX_BYTES:
        raise ValueError(path)
    lines = [line.strip() for line in (_unlocked(path) if _is_protected(raw) else raw.decode()).splitlines()]
    (key,) = [line for line in lines if line and not line.startswith("#")]
    return key


def _is_protected(raw: bytes) -> bool:
    return raw.startswith(BINARY) or raw.lstrip().startswith(ARMORED)


def _unlocked(path: str) -> str:
    from backoffice.vault import unlock

    kept = unlock.kept(path)
    return kept.reveal() if kept else ""


def raw_of(path: str) -> bytes:
    """Return the bytes of a vault.

    Raises:
        ValueError: It is too large, no regular file, or behind a link.
    """
    if os.path.realpath(path) != path:
        raise ValueError(path)
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(fd, "rb") as file:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
            raise ValueError(path)
        return file.read(MAX_BYTES)


def opened(raw: bytes, key: str, pin: bytes) -> str:
    """Return the text of a vault that is, word for word, the one that this machine has seen last.

    Args:
        raw: The age file.
        key: An age identity.
        pin: What ``pins`` has written about the vault.

    Raises:
        ValueError: It is another one.
    """
    from backoffice.vault import native

    if not raw.startswith(BINARY) or has_marks(raw):
        raise ValueError(META)
    plain: bytes = native.decrypt(raw, [native.x25519.Identity.from_str(key)])
    text = plain.decode()
    about = _block(text[block_in(text, META) or slice(0)])
    before = [each or "" for name, each in about.items() if name.startswith("before#")]
    key_of, rev = about["key"] or "", about["rev"] or ""
    usual = about.keys() - {"before"} == {"format", "key", "rev", "store", *map("before#{}".format, range(len(before)))}
    if is_odd(plain) or not usual or about["format"] != _FORMAT or not about["store"] or about.get("before"):
        raise ValueError(META)
    if pin != _pin(key_of, rev, before):
        raise ValueError(META)
    return text


def later(text: str) -> tuple[str, bytes]:
    """Return a text that was ``opened`` one revision later, and what ``pins`` writes of that."""
    block = block_in(text, META) or slice(0)
    about = _block(text[block])
    rev = about["rev"] or ""
    before, line, after = text[block].partition(f'\n  rev: "{rev}"\n')
    if not line:
        raise ValueError(META)
    changed = f'{before}\n  rev: "{int(rev) + 1}"\n{after}'
    earlier = [each or "" for name, each in about.items() if name.startswith("before#")]
    return text[: block.start] + changed + text[block.stop :], _pin(about["key"] or "", str(int(rev) + 1), earlier)


def _pin(key: str, rev: str, before: list[str]) -> bytes:
    """Return what ``pins`` writes of a vault."""
    from hashlib import sha256

    digests = ", ".join(f'"{each}"' for each in before)
    return f'{{"key": "{sha256(key.encode()).hexdigest()}", "rev": {rev}, "before": [{digests}]}}\n'.encode()


def value(text: str, name: str, field: str) -> str:
    """Return the value of a field of an entry, which is not empty.

    Raises:
        ValueError: There is no such entry or field, or more must be known to tell.
    """
    fields = _entry(text[block_in(text, name) or slice(0)])
    found = fields.get(field) if field in _FIELDS else ""
    found = found or fields.get(field if field.startswith(f"{_CUSTOM}.") else f"{_CUSTOM}.{field}")
    if not found:
        raise ValueError(name)
    return found


def matches(text: str, words: str) -> Iterator[tuple[str, ...]]:
    """Yield of the entries that have all words: name, username, url, tags, owner, last change, and nothing due.

    Passwords, TOTP secrets and custom values are not searched.

    Raises:
        ValueError: The text, or an entry that may fit, is not as usual; or something in one is due some day.
    """
    import re

    blocks = [f'"{block}\n' for block in f"\n{text}".removesuffix("\n").split('\n"')[1:]]
    names = names_in(text) or []
    if re.search(ODD_LINE, text) or not text.endswith("\n") or len(set(names)) < len(blocks):
        raise ValueError(META)
    wanted = words.casefold().split()
    escaped = [quoted(word)[1:-1] for word in wanted]
    for name, block in zip(names, blocks, strict=True):
        folded = block.casefold()
        if all(word in folded for word in escaped):
            fields = _entry(block)
            if all(word in _searched(name, fields) for word in wanted):
                yield name, *_about(fields)


def _searched(name: str, fields: dict[str, str | None]) -> str:
    texts = [fields.get(field) or "" for field in ("username", "url", "owner", "notes")]
    own = [each.removeprefix(f"{_CUSTOM}.") for each in fields if each.startswith(f"{_CUSTOM}.")]
    return "\n".join((name, *texts, *_tags(fields), *own)).casefold()


def _about(fields: dict[str, str | None]) -> Iterator[str]:
    if "rotate" in fields or any(name.startswith("due.") for name in fields):
        raise ValueError(META)
    yield from (fields.get("username") or "", fields.get("url") or "", " ".join(_tags(fields)))
    yield from (fields.get("owner") or "", fields.get("changed.password") or "", "")


def _tags(fields: dict[str, str | None]) -> list[str]:
    return sorted({text for name, text in fields.items() if text and name.startswith("tags#")})


def _entry(block: str) -> dict[str, str | None]:
    """Return the fields of an entry.

    Raises:
        ValueError: One of them is none, or not as usual.
    """
    fields = _block(block)
    if not all(map(_is_usual, fields, fields.values())):
        raise ValueError(META)
    return fields


def _is_usual(name: str, text: str | None) -> bool:
    """Tell whether a field is one that an entry has, with a value that can be nothing but in order."""
    group, dot, _ = name.partition(".")
    if dot:
        return group == _CUSTOM or (group in _DAYS and is_day(text or ""))
    if text is None:
        return group in _FIELDS | _DAYS | {"owner", "why", "tags", _CUSTOM}
    return name in _FIELDS | {"owner", "why"} or name.startswith("tags#") or (name == "rotate" and _is_duration(text))


def is_day(text: str) -> bool:
    """Tell whether a text is a day; not whether it is a leap day."""
    year, month, day = text[:4], text[5:7], text[8:]
    if not (text[4:5] == text[7:8] == "-" and _is_number(year, 4) and _is_number(month, 2) and _is_number(day, 2)):
        return False
    return year > "0000" and "01" <= month <= "12" and "01" <= day <= _LAST[int(month) - 1]


def _is_duration(text: str) -> bool:
    return text[-1:] in {"d", "w", "m", "y"} and any(_is_number(text[:-1], length) for length in range(1, 5))


def _is_number(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


# ── Lines ───────────────────────────────────────────────────────────────────────────────────────


def _block(block: str) -> dict[str, str | None]:
    """Return the texts of a block: ``password``, ``custom.pin``, ``tags#0`` for the first of a list; None for nothing.

    Raises:
        ValueError: Its lines are not all of the forms that are known here.
    """
    if not block.endswith("\n") or not block.replace("\n", "").isprintable():
        raise ValueError(META)
    found: dict[str, str | None] = {}
    group, items = "", 0
    for line in block.split("\n")[1:-1]:
        name, value = _line(line, group, items)
        if name in found or (value is None and line.startswith("    ")):
            raise ValueError(META)
        found[name], items = value, items + 1
        if not line.startswith("    "):
            group, items = name if value is None else "", 0
    return found


def _line(line: str, group: str, items: int) -> tuple[str, str | None]:
    """Return what a line says: its name, with that of the group it is in, and its value; None where a group begins."""
    if group and line.startswith("    - "):
        return f"{group}#{items}", _unquoted(line[6:])
    if group and line.startswith("    "):
        name, value = _named(line[4:])
        return f"{group}.{name}", value
    name, value = _named(line[2:])
    if not line.startswith("  ") or not name.isalpha():
        raise ValueError(META)
    return name, value


def _named(text: str) -> tuple[str, str | None]:
    """Return the name that a line begins with, and the text behind it; None where there is none."""
    if text.startswith('"'):
        end = text.find('":') + 1
        name, rest = _unquoted(text[:end]), text[end + 1 :]
    else:
        name, colon, rest = text.partition(":")
        if not (colon and name.isascii() and name.isalpha() and name.islower()):
            raise ValueError(META)
    if not name or not is_normalized("NFC", name) or rest[:1] not in {"", " "}:
        raise ValueError(META)
    return name, _unquoted(rest[1:]) if rest else None


def _unquoted(text: str) -> str:
    """Return what stands in double quotes, where that is nothing else."""
    bare = text[1:-1].replace("\\\\", "").replace('\\"', "").replace("\\n", "").replace("\\t", "")
    if len(text) < len('""') or not text.startswith('"') or not text.endswith('"') or '"' in bare or "\\" in bare:
        raise ValueError(META)
    return unquoted(text)
