"""The QR code, read back by a decoder that is not ours."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from backoffice.core.money import Money
from backoffice.core.party import BankAccount
from backoffice.render.epc import transfer_code

BANK = BankAccount(iban="DE89370400440532013000", bic="COBADEFFXXX")
SCANNER = shutil.which("zbarimg")


def scanned(svg: str) -> str:
    """Draw the modules of ``svg`` as an image and have it read."""
    size = int(re.findall(r'viewBox="0 0 (\d+) ', svg)[0])
    image = Image.new("1", ((size + 8) * 4, (size + 8) * 4), 1)
    draw = ImageDraw.Draw(image)
    across, down = 0.0, 0.0
    for command, first, second in re.findall(
        r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", re.findall(r' d="([^"]+)"', svg)[0]
    ):
        if command == "h":
            left, top = (across + 4) * 4, (down - 0.5 + 4) * 4
            draw.rectangle((left, top, left + float(first) * 4 - 1, top + 3), fill=0)
            across += float(first)
        elif command == "M":
            across, down = float(first), float(second)
        else:
            across, down = across + float(first), down + float(second)
    out = io.BytesIO()
    image.save(out, "PNG")
    ran = subprocess.run(
        [str(SCANNER), "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-Sbinary", "-"],
        input=out.getvalue(),
        capture_output=True,
        check=True,
    )
    return ran.stdout.decode()


@pytest.mark.skipif(not SCANNER, reason="needs zbarimg (Debian: zbar-tools)")
@pytest.mark.parametrize(
    ("holder", "bank", "amount", "text", "expected"),
    [
        (
            "Müller & Söhne GmbH",
            BANK,
            "1234.50",
            "INV-2026-0042",
            ["Müller & Söhne GmbH", "DE89370400440532013000", "EUR1234.5", "INV-2026-0042", "COBADEFFXXX"],
        ),
        (
            "X" * 90,
            BankAccount(iban="FR1420041010050500013M02606", bic="not a BIC"),
            "0.01",
            "Y" * 200,
            ["X" * 70, "FR1420041010050500013M02606", "EUR0.01", "Y" * 140, ""],
        ),
        (
            "A\nB",
            BankAccount(iban="DE89370400440532013000"),
            "999999999.99",
            "a\nb",
            ["A B", "DE89370400440532013000", "EUR999999999.99", "a b", ""],
        ),
    ],
)
def test_a_banking_app_reads_the_transfer(
    holder: str, bank: BankAccount, amount: str, text: str, expected: list[str]
) -> None:
    """The lines of EPC069-12: service tag, version, character set (1: UTF-8), SCT, BIC, name, IBAN, amount …"""
    name, iban, sum_, remittance, bic = expected
    said = scanned(transfer_code(holder, bank, Money.of(amount, "EUR"), text)).split("\n")
    assert said == ["BCD", "002", "1", "SCT", bic, name, iban, sum_, "", "", remittance]


@pytest.mark.parametrize(
    ("bank", "amount"),
    [
        (BANK, Money.of("10", "USD")),
        (BANK, Money.of("0", "EUR")),
        (BANK, Money.of("-1", "EUR")),
        (BANK, Money.of("1000000000", "EUR")),
        (BankAccount(number="123"), Money.of("10", "EUR")),
    ],
)
def test_where_a_sepa_transfer_is_not_possible_there_is_no_code(bank: BankAccount, amount: Money) -> None:
    assert transfer_code("A", bank, amount, "x") == ""


def test_the_code_is_a_drawing_of_one_path() -> None:
    svg = transfer_code("A", BANK, Money.of("10", "EUR"), "x")
    assert svg.startswith("<svg")
    assert svg.count("<path") == 1


@pytest.mark.skipif(not (SCANNER and shutil.which("pdftoppm")), reason="needs zbarimg and pdftoppm")
def test_the_code_is_read_from_the_printed_page(tmp_path: Path) -> None:
    from backoffice.render.limited import invoice_pdf
    from tests.render.paper import invoice, nothing, settings

    house = settings()
    (tmp_path / "a.pdf").write_bytes(invoice_pdf(invoice(house), house, nothing).pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "a.pdf", "a"], cwd=tmp_path, check=True)
    ran = subprocess.run(
        [str(SCANNER), "--quiet", "--raw", "-Sbinary", "a-1.png"], cwd=tmp_path, capture_output=True, check=True
    )
    assert ran.stdout.decode().split("\n")[5:8] == ["Studio Nordlicht GmbH", "DE89370400440532013000", "EUR428.4"]
