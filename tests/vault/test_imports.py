"""Entries from other password managers, from files as those programs write them."""

import csv
import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError, UsageError
from backoffice.vault import export, imports
from backoffice.vault.entries import Entry
from backoffice.vault.imports.gathering import Imported
from backoffice.vault.secret import Secret
from backoffice.vault.totp import parse
from tests.vault import made

FILES = Path(__file__).parent / "exports"


def imported(source: str, name: str) -> Imported:
    path = FILES / name
    return imports.read(source, path.read_bytes(), path=name)


def shown(found: Imported) -> dict[str, dict[str, str]]:
    """Return the fields of all entries in clear text, with their tags and the day of the last change."""
    return {
        entry.name: {
            **{name: value.reveal() for name, value in entry.fields().items()},
            **({"tags": " ".join(entry.tags)} if entry.tags else {}),
            **{f"{name} changed": str(day) for name, day in entry.changed.items()},
        }
        for entry in found.entries
    }


def test_bitwarden() -> None:
    found = imported("bitwarden", "bitwarden.json")
    assert shown(found) == {
        "Clients/Acme/Mail": {
            "password": 'p"ss\\wörd, with\tall: of #it',
            "username": "ann@acme.example",
            "url": "https://mail.acme.example/login",
            "totp": "otpauth://totp/Acme:ann?secret=GEZDGNBVGY3TQOJQ&issuer=Acme",
            "notes": "Line one\nLine two",
            "custom.Customer number": "0123",
            "custom.Customer number 2": "0456",
            "custom.newsletter": "true",
            "custom.url": "androidapp://com.acme",
            "tags": "favorite",
            "password changed": "2026-02-03",
        },
        "Company card": {
            "custom.brand": "Visa",
            "custom.cardholderName": "Ann Example",
            "custom.code": "123",
            "custom.expMonth": "4",
            "custom.expYear": "2029",
            "custom.number": "4111111111111111",
        },
        "Server": {
            "custom.privateKey": "-----BEGIN KEY-----\nabc\n-----END KEY-----\n",
            "custom.publicKey": "ssh-ed25519 AAAA",
        },
        "Wi-Fi": {"notes": "yes"},
    }
    assert found.left_out == (
        "Clients/Acme/Mail: 1 passkeys",
        "Clients/Acme/Mail: 2 earlier passwords",
        "Old thing: it is in the trash",
    )


def test_bitwarden_of_an_organisation() -> None:
    raw = json.dumps(
        {
            "encrypted": False,
            "collections": [{"id": "c1", "organizationId": "o", "name": "Team/Shared", "externalId": None}],
            "items": [{"name": "x", "type": 1, "collectionIds": ["c1"], "login": {"uris": None, "password": "y"}}],
        }
    )
    assert [entry.name for entry in imports.read("bitwarden", raw.encode(), path="x").entries] == ["Team/Shared/x"]


def archive(data: bytes, name: str = "export.data") -> bytes:
    """Return a 1PUX archive around the data of one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("export.attributes", '{"version":3,"description":"1Password Unencrypted Export"}')
        packed.writestr(name, data)
        packed.writestr("files/abc__scan.pdf", b"%PDF")
    return file.getvalue()


def test_1password_archive() -> None:
    raw = archive((FILES / "1password-export.data.json").read_bytes())
    found = imports.read("1password", raw, path="x.1pux")
    assert shown(found) == {
        "Work/Bank": {
            "password": "=1+1",
            "username": "ann",
            "url": "https://bank.example",
            "totp": "otpauth://totp/Bank?secret=GEZDGNBVGY3TQOJQ",
            "notes": "call first",
            "custom.Security PIN": "0000",
            "custom.Security valid until": "2028-12",
            "custom.Security opened": "2021-04-16",
            "custom.Security mail": "ann@example.org",
            "custom.Depot": "https://depot.example",
            "custom.branch": "42",
            "tags": "Money archived",
            "password changed": "2026-01-15",
        },
        "Work/Router": {"password": "admin", "password changed": "2026-01-15"},
    }
    assert found.left_out == ("Work/Bank: 2 attached files", "Work/Bank: 1 earlier passwords")


def test_1password_archive_of_an_earlier_version() -> None:
    """Items were wrapped, and what was in the trash came with them."""
    titles = {"kept": False, "gone": True}
    login = {"designation": "password", "value": "x"}
    items = [
        {"item": {"trashed": trashed, "overview": {"title": title}, "details": {"loginFields": [login]}}}
        for title, trashed in titles.items()
    ]
    tree = {"accounts": [{"vaults": [{"attrs": {"name": "Work"}, "items": items}]}]}
    found = imports.read("1password", archive(json.dumps(tree).encode()), path="x.1pux")
    assert shown(found) == {"Work/kept": {"password": "x"}}
    assert found.left_out == ("gone: it is in the trash",)


def test_1password_csv() -> None:
    assert shown(imported("1password", "1password.csv")) == {
        "Bank": {
            "password": 'se"cret,',
            "username": "ann",
            "url": "https://bank.example",
            "totp": "otpauth://totp/Bank?secret=GEZDGNBV",
            "notes": "two\nlines",
            "tags": "Money Work",
        },
        "Old": {"password": "x", "tags": "archived"},
    }


def test_keepass() -> None:
    found = imported("keepass", "keepass.xml")
    assert shown(found) == {
        "Acme-Mail": {
            "password": "geheim <&>",
            "username": "ann",
            "url": "https://mail.acme.example",
            "totp": "otpauth://totp/Acme:ann?secret=GEZDGNBVGY3TQOJQ&period=30&digits=6&issuer=Acme",
            "notes": "first\nsecond",
            "custom.Customer number": "0123",
            "tags": "mail work",
            "password changed": "2026-02-03",
        },
        "Cloud/Server": {"password": "root", "totp": "GEZDGNBVGY3TQOJQ", "password changed": "2020-01-01"},
        "Cloud/Server 2": {
            "password": "root2",
            "totp": "otpauth://totp/backoffice?secret=GEZDGNBV&algorithm=SHA1&digits=8&period=60",
        },
    }
    assert found.left_out == (
        "Acme-Mail: 1 attached files",
        "Acme-Mail: 1 earlier versions",
        "Deleted: it is in the recycle bin",
    )


def test_lastpass() -> None:
    assert shown(imported("lastpass", "lastpass.csv")) == {
        "Clients/Acme/Mail": {
            "password": 'a,b"c',
            "username": "ann",
            "url": "https://mail.acme.example",
            "totp": "GEZDGNBV",
            "notes": "one\ntwo",
            "tags": "favorite",
        },
        "Secure Notes/Alarm": {"notes": "NoteType:Alarm\nCode:0815"},
    }


def test_chrome_and_firefox() -> None:
    assert shown(imported("chrome", "chrome.csv")) == {
        "bank.example": {"password": "pw,1", "username": "ann", "url": "https://bank.example/", "notes": "main"},
        "bank.example 2": {"password": "pw2", "username": "bob", "url": "https://bank.example/"},
    }
    assert shown(imported("firefox", "firefox.csv")) == {
        "intranet.example": {
            "password": "p w",
            "username": "ann",
            "url": "http://intranet.example:8080",
            "custom.realm": "Staff only",
            "password changed": "2026-01-15",
        },
    }


def test_a_pass_store() -> None:
    folder = FILES / "password-store"
    decrypted = sorted(folder.rglob("*.txt"))
    files = [(path.relative_to(folder).with_suffix(".gpg").as_posix(), path.read_bytes()) for path in decrypted]
    found = imports.from_pass([*files, ("broken.gpg", b"\xff\xfe")])
    assert shown(found) == {
        "Email/acme.example": {
            "password": "s3cret: with colon",
            "username": "ann@acme.example",
            "url": "https://mail.acme.example",
            "totp": "otpauth://totp/Acme?secret=GEZDGNBV",
            "custom.PIN": "0123",
            "notes": "A note without a field.\n\nAnd another.",
        },
        "wifi": {"password": "just the password"},
    }
    assert found.left_out == ("broken: it is not text",)


def test_names_are_made_fit_and_unique() -> None:
    rows = ["name,url,username,password", "_meta,,,1", "_meta,,,2", "a/b,,,3", ",,,4", "../../x,,,5", "tab\there,,,6"]
    found = imports.read("chrome", "\n".join(rows).encode(), path="x")
    assert [(entry.name, entry.password.reveal()) for entry in found.entries] == [
        ("..-..-x", "5"),
        ("a-b", "3"),
        ("meta", "1"),
        ("meta 2", "2"),
        ("tab here", "6"),
        ("unnamed", "4"),
    ]
    assert made.store(*found.entries).names() == [entry.name for entry in found.entries]


def test_what_nobody_can_see_is_left_out_and_said() -> None:
    found = imports.read("chrome", b"name,url,username,password\nx,u\x1b,ann,p\x00w\n", path="x")
    assert shown(found) == {"x": {"username": "ann"}}
    assert found.left_out == (
        "x: password has a character that nobody can see: U+0000 NUL",
        "x: url has a character that nobody can see: U+001B ESCAPE",
    )


@pytest.mark.parametrize(
    ("source", "raw", "said"),
    [
        ("bitwarden", b'{"encrypted": true, "data": "x"}', "x is encrypted"),
        ("bitwarden", b"[]", "x is no JSON export of Bitwarden"),
        ("bitwarden", b"{", "x is no JSON export of Bitwarden"),
        ("bitwarden", b'{"items": [1]}', "x is damaged, or of a version that is not known"),
        ("bitwarden", b'{"items": ' + b"[" * 100_000, "x is damaged, or of a version that is not known"),
        ("1password", b"PK\x03\x04rest", "x is no 1PUX archive, or is damaged"),
        ("1password", archive(b"{}"), "x is no 1PUX archive, or is damaged"),
        ("1password", archive(b"{"), "x is no 1PUX archive, or is damaged"),
        ("1password", archive(b"{}", "other"), "x is no 1PUX archive, or is damaged"),
        ("keepass", b"<html/>", "x is no XML export of KeePass"),
        ("keepass", b"\x03\xd9\xa2\x9a", "x is no XML export of KeePass"),
        ("keepass", b'<!DOCTYPE a [<!ENTITY b "c">]><KeePassFile>&b;</KeePassFile>', "x is no XML export of KeePass"),
        ("lastpass", b"url,name\n", "x has no column extra, grouping, password, username"),
        ("chrome", b"", "x is no CSV file with a heading"),
        ("chrome", b'name,url,username,password\n"open', "x is no CSV file with a heading"),
        ("chrome", b"name,url,username,password\na,b\n", "x, row 2: 2 cells under 4 columns"),
        ("firefox", b"\xff\xfe", "x is not UTF-8 text"),
    ],
)
def test_files_of_another_sort_are_refused(source: str, raw: bytes, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        imports.read(source, raw, path="x")
    assert caught.value.message == said


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.vault.imports.onepassword._MAX", 1000)
    with pytest.raises(RefusedError, match="unpacks to more than 1,000 bytes"):
        imports.read("1password", archive(b" " * 1001), path="x")
    monkeypatch.setattr(imports, "MAX_BYTES", 10)
    with pytest.raises(RefusedError, match="x has 11 bytes; 10 are allowed"):
        imports.read("chrome", b"x" * 11, path="x")
    with pytest.raises(UsageError, match="is nothing to import from"):
        imports.read("enpass", b"", path="x")


# ── Back out again ──────────────────────────────────────────────────────────────────────────────

SOME = [
    made.entry("acme/mail", username="ann", password='=cmd|"x"', url="https://x", totp="GEZDGNBV", custom__pin="0123"),
    made.entry("memo", notes="one\ntwo"),
]


def test_what_is_exported_for_bitwarden_is_imported_from_it() -> None:
    back = imports.read("bitwarden", export.export(SOME, "bitwarden").encode(), path="x").entries
    assert [(entry.name, entry.fields()) for entry in back] == [(entry.name, entry.fields()) for entry in SOME]


def test_exports_hold_everything_as_it_is() -> None:
    assert json.loads(export.export(SOME, "json"))["acme/mail"]["custom"] == {"pin": "0123"}
    assert export.export([SOME[1]], "yaml") == '"memo":\n  changed:\n    "notes": "2026-11-21"\n  notes: "one\\ntwo"\n'
    rows = list(csv.DictReader(io.StringIO(export.export(SOME, "csv"))))
    assert (rows[0]["password"], rows[0]["custom"], rows[1]["notes"]) == ('=cmd|"x"', '{"pin": "0123"}', "one\ntwo")
    with pytest.raises(UsageError, match="'xml' is no format to export to"):
        export.export(SOME, "xml")


def test_imported_factors_make_codes() -> None:
    entries: list[Entry] = [
        *imported("keepass", "keepass.xml").entries,
        *imported("bitwarden", "bitwarden.json").entries,
    ]
    codes = [parse(entry.totp).code(59).reveal() for entry in entries if entry.totp != Secret()]
    assert len(codes) == 4
    assert all(code.isdigit() for code in codes)


def test_days_beyond_the_calendar_are_unknown() -> None:
    raw = (
        b"url,username,password,timePasswordChanged\nhttps://x,a,b,99999999999999999999\nhttps://y,a,b,1768435200000\n"
    )
    assert [dict(entry.changed) for entry in imports.read("firefox", raw, path="x").entries] == [
        {},
        {"password": dt.date(2026, 1, 15)},
    ]
