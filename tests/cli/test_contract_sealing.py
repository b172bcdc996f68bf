"""`contract seal`, `verify`, `redline` on files that went out and came back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.signers import PASSPHRASE, signer

TEXT = "You pay within 14 days.\n\nLiability is limited to the fee."


@pytest.fixture
def out(desk: Desk, tmp_path: Path) -> Desk:
    """A contract that went out, and the certificate of the business."""
    (tmp_path / "studio.p12").write_bytes(signer().pkcs12)
    (tmp_path / "studio.pem").write_bytes(signer().issuer)
    desk.environment |= {
        "BACKOFFICE_CERTIFICATE": str(tmp_path / "studio.p12"),
        "BACKOFFICE_CERTIFICATE_PASSPHRASE": PASSPHRASE,
    }
    new = ("contract", "new", "nda", "--set", "name=NDA", "--set", "type=nda", "--set", "side=mutual")
    desk.run(*new, "--client", "acme", "--set", "signatories[1].name=Ada", "--notes", TEXT)
    desk.run("contract", "send", "nda")
    return desk


def test_what_is_sealed_is_verified_and_can_be_recorded(out: Desk, tmp_path: Path) -> None:
    assert out.run("contract", "seal", "nda").out == "nda.sealed.pdf\n"
    said = out.run("contract", "verify", "nda.sealed.pdf")
    assert said.code == 1
    assert said.out.splitlines()[2:] == [
        "    not touched since",
        "    unknown issuer: the certificate vouches for itself, and is not among those that you trust",
    ]
    said = out.run("contract", "verify", "nda.sealed.pdf", "--trust", str(tmp_path / "studio.pem"))
    assert (said.code, said.out.splitlines()[-1]) == (0, "    trusted by you")
    out.write({"certificates/studio.pem": (tmp_path / "studio.pem").read_text()})
    data = out.run("contract", "verify", "nda.sealed.pdf", "--format", "json").json["data"]
    assert (data["fine"], data["signatures"][0]["state"]) == (True, "untouched")
    assert out.run("contract", "sign", "nda", "--by", "ada", "--file", "nda.sealed.pdf").code == 0


def test_what_was_changed_or_never_signed_is_said_plainly(out: Desk) -> None:
    out.run("contract", "seal", "nda")
    sealed = (out.root / "nda.sealed.pdf").read_bytes()
    (out.root / "changed.pdf").write_bytes(sealed.replace(b"/Author", b"/Outher", 1))
    said = out.run("contract", "verify", "changed.pdf")
    assert (said.code, said.out.splitlines()[2]) == (1, "    broken: the file was changed since")
    said = out.run("contract", "verify", "contracts/nda.sent.pdf")
    assert (said.code, said.out) == (1, "contracts/nda.sent.pdf: nobody has signed it\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("seal", "nda", "--certificate", "no.p12"), "there is no file no.p12"),
        (("seal", "nda", "--certificate", "backoffice.yaml"), "the certificate cannot be opened"),
        (("seal", "nda", "--file", "backoffice.yaml"), "the file cannot be signed"),
        (("verify", "backoffice.yaml"), "backoffice.yaml: it is no PDF file that can be read"),
        (("verify", "nothing.pdf"), "there is no file nothing.pdf"),
        (("redline", "nda", "broken.pdf"), "broken.pdf cannot be compared: it is damaged"),
    ],
)
def test_what_cannot_be_done_is_one_plain_line(out: Desk, words: tuple[str, ...], message: str) -> None:
    (out.root / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    said = out.run("contract", *words)
    assert said.code == 1
    assert message in said.err


def test_without_a_certificate_or_a_paper_nothing_is_signed(out: Desk) -> None:
    out.run("contract", "amend", "nda", "--notes", "More.")
    assert "no PDF of nda-amendment-1 went out" in out.run("contract", "seal", "nda-amendment-1").err
    out.environment.pop("BACKOFFICE_CERTIFICATE")
    assert "no certificate to sign with" in out.run("contract", "seal", "nda").err


def test_what_came_back_is_compared_word_by_word(out: Desk) -> None:
    out.run("contract", "pdf", "nda", "-o", "same.pdf")
    said = out.run("contract", "redline", "nda", "same.pdf")
    assert (said.code, said.out) == (0, "same.pdf: the same words\n")
    (out.root / "theirs.md").write_text(TEXT.replace("14", "60").replace("limited to the fee", "not limited"))
    said = out.run("contract", "redline", "nda", "theirs.md")
    assert (said.code, said.out.splitlines()) == (
        1,
        [
            "theirs.md: 2 changes",
            "  You pay within [-14-]{+60+} days. Liability is limited to",
            "  within 14 days. Liability is [-limited to the fee.-]{+not limited.+}",
        ],
    )
    new = (
        "contract",
        "new",
        "nda2",
        "--set",
        "name=NDA",
        "--set",
        "type=nda",
        "--set",
        "side=mutual",
        "--client",
        "acme",
    )
    out.run(*new, "--notes", TEXT.replace("14", "60"))
    out.run("contract", "pdf", "nda2", "-o", "theirs.pdf")
    changes = out.run("contract", "redline", "nda", "theirs.pdf", "--format", "json").json["data"]["changes"]
    assert ("14", "60") in {(each["was"], each["now"]) for each in changes}
    draft = out.run("contract", "redline", "nda2", "theirs.pdf", "--format", "json").json["data"]["changes"]
    assert "60" not in {each["was"] for each in draft}
