"""Age files written by a second writer, right and wrong in the ways of the published age test vectors."""

from collections.abc import Callable

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault import age
from tests.vault import made
from tests.vault.age_writer import CHUNK, AgeFile, armored, b64

ME, OTHER = made.identity("ann").public(), made.identity("bob").public()
PLAIN = b"age"
FULL = bytes(CHUNK)


def mine() -> AgeFile:
    return AgeFile().to(ME)


def streamed(*chunks: tuple[bytes, bool]) -> bytes:
    file = mine()
    return file.header() + file.stream(chunks)


def with_stanza(text: str) -> bytes:
    file = AgeFile(stanzas=[text]).to(ME)
    return file.holding(PLAIN)


def replaced(old: bytes, new: bytes) -> bytes:
    return mine().holding(PLAIN).replace(old, new, 1)


def flipped(raw: bytes) -> bytes:
    return raw[:-1] + bytes([raw[-1] ^ 1])


GOOD: dict[str, tuple[bytes, bytes]] = {
    "x25519": (mine().holding(PLAIN), PLAIN),
    "x25519_multiple_recipients": (AgeFile().to(OTHER).to(ME).holding(PLAIN), PLAIN),
    "x25519_grease": (with_stanza("-> grease and more\nAAAA\n"), PLAIN),
    "stanza_empty_body": (with_stanza("-> empty\n\n"), PLAIN),
    "stream_empty_payload": (mine().holding(b""), b""),
    "stream_last_chunk_full": (mine().holding(FULL), FULL),
    "stream_two_chunks": (mine().holding(FULL + PLAIN), FULL + PLAIN),
    "armor": (armored(mine().holding(PLAIN)), PLAIN),
    "armor_crlf": (armored(mine().holding(PLAIN), eol="\r\n"), PLAIN),
    "armor_whitespace_outside": (b"\n \t\n" + armored(mine().holding(PLAIN)) + b"\n \n", PLAIN),
}
BAD: dict[str, Callable[[], bytes]] = {
    "version_unsupported": lambda: AgeFile(version="age-encryption.org/v1234").to(ME).holding(PLAIN),
    "header_crlf": lambda: AgeFile(eol="\r\n").to(ME).holding(PLAIN),
    "hmac_bad": lambda: AgeFile(mac=b64(bytes(32))).to(ME).holding(PLAIN),
    "hmac_truncated": lambda: AgeFile(mac=b64(bytes(16))).to(ME).holding(PLAIN),
    "hmac_missing": lambda: AgeFile(mac="").to(ME).holding(PLAIN),
    "no_stanzas": lambda: AgeFile().holding(PLAIN),
    "no_match": lambda: AgeFile().to(OTHER).holding(PLAIN),
    "stanza_bad_start": lambda: replaced(b"-> X25519", b">> X25519"),
    "stanza_no_arguments": lambda: with_stanza("->\n\n"),
    "stanza_empty_argument": lambda: with_stanza("-> a  b\n\n"),
    "stanza_invalid_character": lambda: with_stanza("-> \u00e9\n\n"),
    "stanza_long_line": lambda: with_stanza(f"-> a\n{'A' * 68}\n\n"),
    "stanza_base64_padding": lambda: with_stanza("-> a\nAA==\n"),
    "stanza_added_later": lambda: replaced(b"\n-> X25519", b"\n-> extra\nAAAA\n-> X25519"),
    "x25519_bad_tag": lambda: AgeFile().to(ME, tamper=True).holding(PLAIN),
    "x25519_extra_argument": lambda: AgeFile().to(ME, more=" more").holding(PLAIN),
    "x25519_low_order": lambda: AgeFile().to(ME, share=b64(bytes(32))).holding(PLAIN),
    "x25519_short_share": lambda: AgeFile().to(ME, share=b64(bytes(31))).holding(PLAIN),
    "x25519_lowercase": lambda: replaced(b"X25519", b"x25519"),
    "x25519_long_file_key": lambda: AgeFile(file_key=bytes(32)).to(ME).holding(PLAIN),
    "stream_bad_tag": lambda: flipped(mine().holding(PLAIN)),
    "stream_no_final": lambda: streamed((PLAIN, False)),
    "stream_two_final_chunks": lambda: streamed((FULL, True), (PLAIN, True)),
    "stream_last_chunk_empty": lambda: streamed((FULL, False), (b"", True)),
    "stream_short_chunk": lambda: streamed((PLAIN, False), (PLAIN, True)),
    "stream_trailing_garbage": lambda: mine().holding(FULL + PLAIN) + b"x",
    "stream_no_chunks": streamed,
    "stream_no_nonce": lambda: mine().header(),
    "stream_short_nonce": lambda: mine().header() + bytes(15),
    "armor_garbage_leading": lambda: b"garbage\n" + armored(mine().holding(PLAIN)),
    "armor_garbage_trailing": lambda: armored(mine().holding(PLAIN)) + b"garbage\n",
    "armor_long_line": lambda: armored(mine().holding(PLAIN), width=68),
    "armor_short_line": lambda: armored(mine().holding(PLAIN), width=60),
    "armor_wrong_type": lambda: armored(mine().holding(PLAIN), kind="PGP MESSAGE"),
    "armor_no_end_line": lambda: armored(mine().holding(PLAIN)).partition(b"-----END")[0],
    "armor_pgp_checksum": lambda: armored(mine().holding(PLAIN)).replace(b"-----END", b"=abcd\n-----END"),
    "armor_headers": lambda: armored(mine().holding(PLAIN)).replace(b"FILE-----\n", b"FILE-----\nComment: x\n\n", 1),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_written_by_the_rules_is_read(name: str) -> None:
    raw, plain = GOOD[name]
    assert age.decrypt(raw, [made.identity("ann")], path=name) == plain


@pytest.mark.parametrize("name", BAD)
def test_what_breaks_the_rules_is_refused_in_one_plain_line(name: str) -> None:
    with pytest.raises(RefusedError) as caught:
        age.decrypt(BAD[name](), [made.identity("ann")], path="x")
    said = caught.value.message
    assert said.startswith("x is ")
    assert "\n" not in said + caught.value.hint
