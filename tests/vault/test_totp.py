"""One-time passwords: the table of RFC 6238, and every way in which people paste a secret."""

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault.secret import Secret
from backoffice.vault.totp import Totp, parse

SEEDS = {
    "SHA1": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
    "SHA256": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA",
    "SHA512": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA",
}
RFC_6238 = """
59           94287082 46119246 90693936
1111111109   07081804 68084774 25091201
1111111111   14050471 67062674 99943326
1234567890   89005924 91819424 93441116
2000000000   69279037 90698825 38618901
20000000000  65353130 77737706 47863826
"""
"""Appendix B: seconds, then the codes by SHA1, SHA256 and SHA512."""


@pytest.mark.parametrize("row", RFC_6238.strip().splitlines())
def test_codes_are_those_of_the_standard(row: str) -> None:
    at, *codes = row.split()
    made = [Totp(Secret(seed), digits=8, algorithm=name).code(int(at)).reveal() for name, seed in SEEDS.items()]
    assert made == codes


def test_a_code_is_valid_until_its_period_ends() -> None:
    totp = Totp(Secret(SEEDS["SHA1"]))
    assert (totp.remaining(0), totp.remaining(29), totp.remaining(30)) == (30, 1, 30)
    assert totp.code(0) == totp.code(29) != totp.code(30)


@pytest.mark.parametrize(
    "text",
    ["gezd gnbv gy3t qojq", "GEZD-GNBV-GY3T-QOJQ", " GEZDGNBVGY3TQOJQ== ", "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ"],
)
def test_a_secret_is_read_however_it_was_pasted(text: str) -> None:
    assert parse(Secret(text)).code(59) == Totp(Secret("GEZDGNBVGY3TQOJQ")).code(59)


def test_an_address_says_how_codes_are_made_and_reads_back() -> None:
    uri = (
        "otpauth://totp/ACME%20Co:ann@example.org?secret=gezdgnbv&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60"
    )
    totp = parse(Secret(uri))
    assert totp == Totp(Secret("GEZDGNBV"), 8, 60, "SHA256", "ann@example.org", "ACME Co")
    assert parse(totp.uri()) == totp
    assert parse(Secret("otpauth://totp/ann?secret=GEZDGNBV")).label == "ann"
    assert parse(Totp(Secret("GEZDGNBV")).uri()).code(0) == Totp(Secret("GEZDGNBV")).code(0)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("hunter2!", "not base32"),
        ("GEZDGNBVG", "or one is missing"),
        ("otpauth://hotp/x?secret=GEZDGNBV&counter=1", "only otpauth://totp/"),
        ("otpauth://totp/x", "it is empty"),
        ("otpauth://totp/x?secret=GEZDGNBV&algorithm=MD5", "the algorithm is none of SHA1, SHA256, SHA512"),
        ("otpauth://totp/x?secret=GEZDGNBV&digits=99", "digits is no number from 6 to 10"),
        ("otpauth://totp/x?secret=GEZDGNBV&period=0", "period is no number from 5 to 300"),
        ("otpauth://totp/x?secret=GEZDGNBV&period=²", "period is no number"),
    ],
)
def test_anything_else_is_refused_and_not_repeated(text: str, why: str) -> None:
    with pytest.raises(RefusedError, match="this is no TOTP secret") as caught:
        parse(Secret(text))
    assert why in caught.value.message
    assert "hunter2" not in caught.value.message + caught.value.hint
