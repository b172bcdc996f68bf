"""What a vault looks like, from outside and inside: told without parsing, and without importing anything."""

from collections.abc import Iterable

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is decrypted."""

BINARY = b"age-encryption.org/v1\n"
ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
MARKS = b"<<<<<<< "

META = "_meta"
TRASH = "_trash"

# Without possessive quantifiers: those of Python 3.11.2 match what they must not.
QUOTED = r'"[^"\\\n]*(?:\\[\\"nt][^"\\\n]*)*"'
NAME = rf"[a-z]+|{META}|{TRASH}|{QUOTED}"
ODD_LINE = rf"(?m)^(?!(?:  )*(?:- )?(?:(?:{NAME}):(?: {QUOTED})?|{QUOTED})$|\Z)"
"""A line that is not of our shape."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = str.maketrans(_ESCAPES)
DEFAULT = "default"
FOLDER, ENDING = "secrets", ".yaml.age"
RECIPIENTS = f"{FOLDER}/recipients.yaml"
_VAULT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_VAULT_MAX = 63


def is_vault_name(name: str) -> bool:
    """Tell whether a vault may have this name: small letters, digits and dashes, a letter or digit first."""
    return 0 < len(name) <= _VAULT_MAX and not name.startswith("-") and _VAULT.issuperset(name)


def place_of(vault: str) -> str:
    """Return where the vault of a name lies in the workspace: ``secrets.yaml.age`` or ``secrets/NAME.yaml.age``."""
    return f"{FOLDER}{ENDING}" if vault == DEFAULT else f"{FOLDER}/{vault}{ENDING}"


def vault_at(path: str) -> str | None:
    """Return the name of the vault at a path of the workspace; None where no vault lies."""
    name = DEFAULT if path == place_of(DEFAULT) else path.removeprefix(f"{FOLDER}/").removesuffix(ENDING)
    return name if is_vault_name(name) and path == place_of(name) else None


def has_marks(raw: bytes) -> bool:
    """Tell whether an age file has merge marks: git merges as text what has no zero byte, without our driver."""
    return raw.startswith(MARKS) or b"\n" + MARKS in raw


def is_odd(plain: bytes) -> bool:
    """Tell whether decrypted bytes have what we never write: other line ends, a mark of bytes, or marks of a merge."""
    return b"\r" in plain or b"<<<<<<<" in plain or plain.startswith(b"\xef\xbb\xbf")


def quoted(text: str) -> str:
    """Return ``text`` in double quotes, on one line."""
    return f'"{text.translate(_ESCAPED)}"'


def unquoted(text: str) -> str:
    """Return what stands in double quotes, given that it does."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    pieces = inner.split("\\\\")  # from the left, as they are meant
    return "\\".join(each.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t") for each in pieces)


def names_in(text: str) -> list[str] | None:
    """Return the names of the entries, found by their first lines; None when the text has another shape."""
    heads = [block.partition(":\n")[0] for block in f"\n{text}".split('\n"')[1:]]
    reserved = text.startswith(f"{META}:\n") + (f"\n{TRASH}:\n" in text)
    margins = text.count("\n") - text.count("\n ")
    if margins != len(heads) + reserved or any(not head.endswith('"') or "\n" in head for head in heads):
        return None
    return [unquoted(f'"{head}') for head in heads]


def fitting(names: Iterable[str], fragment: str) -> list[str]:
    """Return the names that are, else those that start with, else those that contain ``fragment``, ignoring case."""
    known, wanted = list(names), fragment.casefold()
    if fragment in known:
        return [fragment]
    starting = [name for name in known if name.casefold().startswith(wanted)]
    return starting or [name for name in known if wanted in name.casefold()]


def block_in(text: str, name: str) -> slice | None:
    """Return where the block of ``name`` is; None when it is not there once and in our shape."""
    head = f"{name if name in {META, TRASH} else quoted(name)}:\n"
    start = 0 if text.startswith(head) else text.find(f"\n{head}") + 1
    if (not start and not text.startswith(head)) or text.find(f"\n{head}", start) >= 0:
        return None
    return slice(start, _end(text, start + len(head) - 1))


def _end(text: str, offset: int) -> int:
    """Return the start of the next line, from ``offset`` on, that is not indented."""
    while (offset := text.find("\n", offset) + 1) and text.startswith(" ", offset):
        pass
    return offset or len(text)
