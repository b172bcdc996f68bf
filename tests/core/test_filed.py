"""What is told of a file by its first bytes and its name."""

import pytest

from backoffice.core.filed import FileFacts, pointed_to, type_of

DIGEST = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{DIGEST}\nsize 12345\n".encode()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("scan.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("scan", b"%PDF-1.7\n", "application/pdf"),
        ("photo.txt", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("Notes.TXT", b"hello", "text/plain"),
        ("mail.eml", b"From: a@b.example", "message/rfc822"),
        ("data.unheard-of", b"hello", "application/octet-stream"),
        ("", b"", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_content_says_else_the_name(name: str, content: bytes, expected: str) -> None:
    assert type_of(name, content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (POINTER, DIGEST),
        (POINTER.replace(b"oid", b"ext-0-foo sha256:00\noid"), DIGEST),
        (POINTER[:60], ""),
        (b"a letter that begins with: version", ""),
        (POINTER + b" " * 2000, ""),
    ],
    ids=["pointer", "with an extension", "cut off", "no pointer", "too long for one"],
)
def test_a_pointer_of_git_lfs_is_known_from_a_file(content: bytes, expected: str) -> None:
    assert pointed_to(content) == expected
    assert FileFacts(1, "00").points_to == ""
