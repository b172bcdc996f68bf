"""KeePass 2.x XML, which KeePassXC writes as well."""

from __future__ import annotations

import datetime as dt
from base64 import b64decode

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.imports.gathering import Gathering, Imported, day
from backoffice.vault.secret import Secret
from backoffice.vault.totp import Totp

_FIELDS = {"UserName": "username", "Password": "password", "URL": "url", "Notes": "notes"}
_TOTP = ("otp", "TimeOtp-Secret-Base32", "TOTP Seed")
"""How KeePassXC, KeePass and its plugins name it."""
_OPTIONS = ("TOTP Settings", "TimeOtp-Length", "TimeOtp-Period", "TimeOtp-Algorithm")


def read(raw: bytes, path: str) -> Imported:
    """Return the entries of an export, without what is in the recycle bin.

    Raises:
        RefusedError: It is no such file.
    """
    root = _root(raw, path)
    bin_id = root.findtext("Meta/RecycleBinUUID", "")
    gathering = Gathering()
    for group in root.findall("Root/Group"):
        _add_group(group, (), bin_id, gathering)
    return gathering.done()


def _root(raw: bytes, path: str) -> Any:  # noqa: ANN401 - an element; ElementTree is imported by defusedxml only
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise RefusedError(f"{path} is no XML export of KeePass", hint="export as KeePass XML (2.x)") from None
    if root.tag != "KeePassFile":
        raise RefusedError(f"{path} is no XML export of KeePass", hint="export as KeePass XML (2.x)")
    return root


def _add_group(top: Any, names: tuple[str, ...], bin_id: str, gathering: Gathering) -> None:  # noqa: ANN401
    """Take a group in, and those inside, without recursion: they may be nested without end."""
    waiting = [(top, names)]
    while waiting:
        group, folder = waiting.pop()
        if bin_id and group.findtext("UUID") == bin_id:
            for entry in group.iter("Entry"):
                gathering.leave_out(f"{_strings(entry).get('Title') or 'unnamed'}: it is in the recycle bin")
            continue
        for entry in group.findall("Entry"):
            _add(entry, folder, gathering)
        waiting += [(each, (*folder, _flat(each.findtext("Name", "")))) for each in group.findall("Group")]


def _flat(name: str) -> str:
    return name.replace("/", "-")


def _add(entry: Any, folder: tuple[str, ...], gathering: Gathering) -> None:  # noqa: ANN401 - an element
    strings = _strings(entry)
    values = {name: strings.get(key) for key, name in _FIELDS.items()}
    taken = {"Title", *_FIELDS, *_TOTP, *_OPTIONS}
    name = gathering.add(
        (*folder, _flat(strings.get("Title") or "unnamed")),
        {**values, "totp": _totp(strings)},
        [(key, value) for key, value in strings.items() if key not in taken],
        tags=entry.findtext("Tags", "").replace(",", ";").split(";"),
        changed=_day(entry.findtext("Times/LastModificationTime", "")),
    )
    if files := entry.findall("Binary"):
        gathering.leave_out(f"{name}: {len(files)} attached files")
    if earlier := entry.findall("History/Entry"):
        gathering.leave_out(f"{name}: {len(earlier)} earlier versions")


def _strings(entry: Any) -> dict[str, str]:  # noqa: ANN401 - an element
    return {each.findtext("Key", ""): each.findtext("Value", "") or "" for each in entry.findall("String")}


def _totp(strings: dict[str, str]) -> str:
    """Return the TOTP as a key or, when it is not made the usual way, as a URI."""
    key = next((strings[name] for name in _TOTP if strings.get(name)), "")
    if not key or key.startswith("otpauth:"):
        return key
    period, digits, algorithm = _options(strings)
    usual = (period, digits, algorithm) == (30, 6, "SHA1")
    clean = "".join(key.split()).upper()
    return clean if usual else Totp(Secret(clean), digits, period, algorithm).uri().reveal()


def _options(strings: dict[str, str]) -> tuple[int, int, str]:
    first, _, second = strings.get("TOTP Settings", "").partition(";")
    period = strings.get("TimeOtp-Period") or first
    digits = strings.get("TimeOtp-Length") or second
    algorithm = strings.get("TimeOtp-Algorithm", "").replace("-", "").removeprefix("HMAC") or "SHA1"
    return _number(period, 30), _number(digits, 6), algorithm


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("300") else usual


def _day(text: str) -> dt.date | None:
    """Return the day of a moment: ISO 8601, or (KDBX 4) the seconds since the year 1 as eight bytes in base64."""
    if found := day(text):
        return found
    try:
        seconds = int.from_bytes(b64decode(text, validate=True), "little")
        return dt.date.min + dt.timedelta(seconds=seconds) if seconds else None
    except (ValueError, OverflowError):
        return None
