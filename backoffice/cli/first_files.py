"""The files of a new workspace, commented for the person who will edit them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backoffice.cli.countries import EU, NO_IBAN, Country
from backoffice.cli.schemas import files as schemas
from backoffice.core.document import Tree
from backoffice.formats.write import field_lines
from backoffice.workspace import drivers

SCHEMAS = ".schema"

GITATTRIBUTES = f"""\
# Text stays as you wrote it, line ends included; papers are never merged or shown as text.
# Vaults are: by `backoffice secret`, which `backoffice secret init` names to git in each clone.
*       -text
*.md    diff=markdown
*.pdf   -text -diff -merge
*.png   -text -diff -merge
*.jpg   -text -diff -merge
# Every line of time is an entry; of two sides both are kept, and `backoffice check` looks whether they fit.
time/**/*.yaml merge=union
{drivers.ATTRIBUTES}
"""
GITIGNORE = """\
# What follows from the records: `backoffice due --page TODAY.md` writes it anew every morning.
/TODAY.md
# What editors and systems leave behind.
*~
.*.sw?
.DS_Store
Thumbs.db
/.idea/
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What `init` was told about the business."""

    name: str
    country: str
    street: str
    postcode: str
    city: str
    vat_id: str
    iban: str
    email: str
    currency: str
    timezone: str
    language: str


def workspace(answers: Answers, usual: Country) -> dict[str, bytes]:
    """Return the files of a new workspace by path."""
    texts = {
        "backoffice.yaml": settings(answers, usual),
        ".gitattributes": GITATTRIBUTES,
        ".gitignore": GITIGNORE,
        **{f"{SCHEMAS}/{name}": text for name, text in schemas().items()},
    }
    return {path: text.encode() for path, text in texts.items()}


def settings(answers: Answers, usual: Country) -> str:
    """Return backoffice.yaml."""
    return "".join(f"{line}\n" for line in _settings(answers, usual))


def _settings(answers: Answers, usual: Country) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMAS}/settings.json"
    yield "# Your business. `backoffice schema settings` explains every field;"
    yield "# `backoffice check` tells what is wrong."
    yield ""
    yield from _about(answers)
    yield ""
    yield from field_lines("currency", answers.currency)
    yield from field_lines("timezone", answers.timezone)
    yield "terms: 14d                 # time to pay, unless a client's file says otherwise"
    yield ""
    yield from _taxes(answers, usual)
    yield ""
    yield "# Numbers are given out without gaps; {n:04} counts, anew every {year}."
    yield "series:"
    yield '  invoice: "INV-{year}-{n:04}"'
    yield ""
    yield "look:"
    yield '  accent: "#1f4e5f"         # one colour for headings and rules'
    yield f"  paper: {usual.paper}"
    yield f"  language: {answers.language}               # en, de or fr; a client may have another"
    yield "  # logo: logo.svg          # an SVG or PNG file in this folder"
    yield "  # footer: a line at the foot of every document"


def _about(answers: Answers) -> Iterator[str]:
    yield from field_lines("business", _business(answers))
    if answers.iban:
        yield "    # bic: of the bank"
    yield "  # tax_id: your local tax number, where invoices have to state it"
    yield "  # registration: company register and number, where invoices have to state it"
    if not answers.email:
        yield "  # email: where clients answer to"
    if not answers.iban:
        without = "{number: account and routing numbers in one line, bank: its name}"
        yield f"  # bank: {without if answers.country in NO_IBAN else '{iban: where clients pay to, bic: of the bank}'}"


def _business(answers: Answers) -> dict[str, Tree]:
    address = {"street": answers.street, "postcode": answers.postcode, "city": answers.city, "country": answers.country}
    fields: dict[str, Tree] = {
        "name": answers.name,
        "address": {name: value for name, value in address.items() if value},
        "vat_id": answers.vat_id,
        "email": answers.email,
        "bank": {"iban": answers.iban} if answers.iban else None,
    }
    return {name: value for name, value in fields.items() if value}


def _taxes(answers: Answers, usual: Country) -> Iterator[str]:
    yield "# The tax table: A STARTING POINT, NOT ADVICE."
    yield "# Check it with your tax adviser before the first invoice. Rates are dated: when one"
    yield "# changes, add a row with its first day; what was issued before stays as it was."
    codes: dict[str, Tree] = {
        code: {"category": "S", "rates": [{"since": since, "rate": rate} for since, rate in rates]}
        for code, rates in usual.rates
    }
    if answers.country in EU:
        codes["reverse-charge"] = {"category": "AE", "reason": "Reverse charge"}
        codes["export"] = {"category": "G", "reason": "Export outside the EU"}
    elif usual.rates:
        codes["zero"] = {"category": "Z"}
    codes["no-vat"] = {"category": "O", "reason": "Not subject to VAT"}
    yield from field_lines("tax", "standard" if usual.rates else "no-vat")
    yield from field_lines("taxes", codes)
    if answers.country in EU:
        yield "  # small-business: {category: E, reason: the rule that exempts you, as printed}"
