"""What can be said of a file that is no record: how large it is, and what its content hashes to."""

from __future__ import annotations

from backoffice.core.named import NamedTuple

LFS = rb"version https://git-lfs\.github\.com/spec/v1\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\n"
"""How the file begins that git-lfs leaves in the place of one that was not fetched (git-lfs, docs/spec.md)."""
POINTER = 1024
"""Bytes that such a file has at most."""

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "eml": "message/rfc822",
    "zip": "application/zip",
    "p7m": "application/pkcs7-mime",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types (IANA) by the ending of a file's name."""
_MAGIC = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}


class FileFacts(NamedTuple):
    """Size in bytes and SHA-256 of a file. ``points_to``: the digest of the file in whose place git-lfs left it."""

    size: int
    sha256: str
    points_to: str = ""


class Attached(NamedTuple):
    """A file that a record names: its path from the root (or, absolute or in ~, outside), and its SHA-256 if said."""

    path: str
    sha256: str | None = None


def beside(record: str, *files: tuple[str | None, str | None]) -> list[Attached]:
    """Return those ``files`` (name or None, digest) that there are, as lying beside the record at a path."""
    folder = record.rpartition("/")[0]
    return [Attached(f"{folder}/{file}", digest) for file, digest in files if file]


def pdf_of(record: str) -> str:
    """Return where the PDF of the record at a path lies: beside it, under its name."""
    return f"{record.rpartition('.')[0]}.pdf"


def pointed_to(content: bytes) -> str:
    """Return the SHA-256 that a pointer of git-lfs names; empty for any other file."""
    import re

    match = re.match(LFS, content) if len(content) <= POINTER else None
    return match[1].decode() if match else ""


def type_of(name: str, content: bytes) -> str:
    """Return the media type of a file: what its first bytes say, else the ending of its name."""
    for begins, found in _MAGIC.items():
        if content.startswith(begins):
            return found
    return TYPES.get(name.rpartition(".")[2].casefold(), "application/octet-stream")
