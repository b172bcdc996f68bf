"""Nobody real is in the example workspace: no domain, telephone number, account or tax number that somebody has.

Domains: RFC 2606 keeps ``.example`` free for ever.
Telephone: Bundesnetzagentur, Mitteilung 148/2021 (numbers for media productions); Ofcom, numbers for drama use;
ARCEP, numbers for audiovisual works; the American plan keeps 555-0100 to 555-0199.
IBAN: German bank codes begin with the clearing area, 1 to 8, so no bank has 99999999; the BIC's place is 99.
VAT: the numbers are from the far end of their countries' ranges, 9999…, with the right check digits.
"""

import re

import pytest
from stdnum import iban
from stdnum.ch import uid as swiss
from stdnum.eu import vat as european
from stdnum.gb import vat as british

from backoffice.kinds.client import Client
from tests.example.workspace_files import books, texts

FREE_TELEPHONE = re.compile(
    r"\+49 40 66969 \d{3}|0152 28817386"
    r"|\+44 117 496 0\d{3}"
    r"|\+33 4 65 71 \d\d \d\d"
    r"|\+1 \d{3} 555 01\d\d|\(\d{3}\) 555-01\d\d"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?\d{4}){4} ?\d{2}\b")
WEB = re.compile(r"(?:https?://|www\.|[\w.+-]+@)([\w-]+(?:\.[\w-]+)+)", re.ASCII)


def test_all_domains_are_reserved() -> None:
    domains = {domain for path, text in texts().items() if path != "logo.svg" for domain in WEB.findall(text)}
    assert len(domains) > 20
    assert {domain for domain in domains if not domain.endswith(".example")} == set()


def test_the_logo_points_nowhere() -> None:
    assert set(re.findall(r"\w+://[^\"]+", texts()["logo.svg"])) == {"http://www.w3.org/2000/svg"}


def test_all_telephone_numbers_are_kept_free_for_films() -> None:
    phones = {contact.phone for client in books().all(Client) for contact in client.contacts if contact.phone}
    phones.add(books().settings.business.phone)
    assert len(phones) > 8
    assert [phone for phone in phones if not FREE_TELEPHONE.fullmatch(phone)] == []


def test_the_bank_does_not_exist() -> None:
    bank = books().settings.business.bank
    assert bank is not None
    assert bank.iban is not None
    assert iban.is_valid(bank.iban)
    assert bank.iban[4:12] == "99999999"
    assert bank.bic[4:8] == "DE99"
    written = {number.replace(" ", "") for text in texts().values() for number in IBAN.findall(text)}
    assert written == {bank.iban}


def _numbers() -> list[str]:
    numbers = [client.vat_id for client in books().all(Client) if client.vat_id]
    return sorted({*numbers, books().settings.business.vat_id or ""})


@pytest.mark.parametrize("number", _numbers())
def test_vat_numbers_are_valid_and_at_the_end_of_their_range(number: str) -> None:
    if number.startswith("GB"):
        assert british.is_valid(number)
        assert number.startswith("GB9899")
    elif number.startswith("CHE"):
        assert swiss.is_valid(number[:12])
        assert number.startswith("CHE999999")
    else:
        assert european.is_valid(number)
        assert re.match(r"DE999999|ATU99999|FR\d\d999999|NL999999", number)
