"""Ten thousand papers, and fifty questions as people ask them: the right one is among the first three answers.

The right ones are the fifty documents of the example workspace. The others are made of the same words in any order,
with names of the same words, so that every word of a question stands in hundreds of papers.
"""

import datetime as dt
import hashlib
import random
import re
import shutil
from pathlib import Path

import pytest

from backoffice.core.asked import asked
from backoffice.core.filed import FileFacts
from backoffice.core.plain import fields_tree
from backoffice.formats.pdf_text import pdf_text
from backoffice.formats.write import new_file
from backoffice.kinds.document import Filed
from backoffice.kinds.filing import Incoming, Said, document_of
from backoffice.workspace.index.open import indexed
from backoffice.workspace.index.search import Search
from backoffice.workspace.papers.desk import Papers
from backoffice.workspace.place import Place
from tests.example.workspace_files import ROOT, books, contents
from tests.papers import pdf

MANY = 10_000
LETTERS = 90
"""Words of a paper that nobody looks for."""
EXAMPLE = frozenset(books().ids("document"))

QUESTIONS = {
    "körperschaftsteuer 2022": "2024-06-18-bescheid",
    "nachzahlung körperschaftsteuer 1104,61": "2025-07-22",
    "gewerbesteuer messbetrag hebesatz": "2026-11-05",
    "dauerfristverlängerung sondervorauszahlung": "2026-02-17",
    "umsatzsteuer nachschau matthiesen": "2026-09-14",
    "kontoauszug 2024": "2025-01-09",
    "rechnungsabschluss 27918,03": "2026-01-09",
    "entgelte geschäftskonto auslandsüberweisungen": "2026-03-03",
    "kreditvertrag monitore": "2025-05-20",
    "e99417 selbstbeteiligung": "2023-03-02",
    "beitrag elektronikversicherung 318,45": "2026-01-15",
    "berufshaftpflicht deckungssumme": "2025-01-08",
    "S-26-20817 eingangsbestätigung": "2026-09-16",
    "ablehnung schaden": "2026-10-01",
    "ubergabeprotokoll tauwerkgasse": "2020-06-24",
    "nebenkostenabrechnung hausmeister aufzug": "2026-10-08",
    "staffelmiete nachtrag": "2022-12-05",
    "oberlichter fensterarbeiten": "2026-10-29",
    "stromvertrag elbfunk zählernummer": "2025-08-11",
    "personalfragebogen linh": "2022-03-24",
    "lohnsteuerbescheinigung 2025": "2026-01-19",
    "betriebsprüfung sozialversicherung": "2026-06-30",
    "kuenstlersozialabgabe": "2026-03-20",
    "bewerbung ausstellungen leitsysteme": "2026-05-04",
    "zwischenzeugnis jonas": "2025-12-11",
    "jahresabschluss 2024 bilanzsumme": "2025-11-24",
    "vollmacht steuerberatung": "2026-08-03",
    "unterlagen inventurliste saldenbestätigung": "2026-11-12",
    "bestellung 450081206": "2025-02-27",
    "pflichtenheft abnahmeprotokoll": "2026-02-03",
    "schief beschnitten falz": "2025-09-29",
    "lieferschein 243307": "2024-11-18",
    "lieferschein herbst polderlicht": "2026-09-01",
    "insolvenz lumenta": "2025-06-16",
    "brauhaus märzen fass": "2026-07-14",
    "PO 7719": "2026-04-22",
    "termination design partnership": "2026-05-05",
    "bon de commande lookbook": "2025-10-06",
    "attestation tva": "2026-06-09",
    "ausfuhrbegleitdokument wanderkarten": "2026-01-27",
    "kiri headphones confidential": "2025-11-13",
    "vorstand schlussrate vitrinenbeschriftung": "2026-10-19",
    "abmahnung gletscher": "2026-10-26",
    "fotovertrag minke harms nutzungsrechte": "2025-10-30",
    "hrb 999417 stammkapital": "2024-03-12",
    "lizenzurkunde krabbe": "2026-05-28",
    "auftragsverarbeitung hosting rechenzentrum": "2026-08-18",
    "abfallbehälter gebührenbescheid": "2025-04-07",
    "gründungsberatung quitung": "2014-05-06",
    "garantie großformatdrucker": "2016-11-21",
}


def vocabulary() -> list[str]:
    """Return the words of the example's papers, as often as they stand there."""
    pages = [page for each in books().all(Filed) for page in pdf_text(contents()[each.file_path]).pages]
    return [word for page in pages for word in re.findall(r"[^\W\d_]{3,}", page)]


def write(root: Path, many: int) -> None:
    """Write the example's documents, and others up to so many, into a new workspace."""
    for folder in ("documents", "clients", "projects", "contracts"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "backoffice.yaml", root)
    words, chance, taken = vocabulary(), random.Random(2026), set[str]()  # noqa: S311 - the same on every run
    for number in range(many - len(QUESTIONS)):
        lines = [" ".join(chance.choices(words, k=9)) for _ in range(LETTERS // 9)]
        content = pdf("\n".join([*lines, f"{chance.randint(10, 9999)},{chance.randint(10, 99)} EUR Nr. {number}"]))
        facts = FileFacts(len(content), hashlib.sha256(content).hexdigest())
        day = dt.date(2018, 1, 1) + dt.timedelta(days=chance.randrange(3240))
        said = Said(day, name=" ".join(chance.choices(words, k=3)), sender=chance.choice(words))
        document = document_of(Incoming("letter.pdf", content, facts), said, taken)
        taken.add(document.id)
        (root / document.file_path).parent.mkdir(parents=True, exist_ok=True)
        (root / document.file_path).write_bytes(content)
        (root / document.where.path).write_text(new_file(document.where.path, fields_tree(document)))


def missed(root: Path) -> dict[str, list[str]]:
    """Return the questions whose right answer is not among the first three, each with what came first."""
    place = Place(str(root))
    found = indexed(place)
    papers = Papers.of(place, found)
    papers.read()
    assert papers.unread() == []
    wrong = {}
    for question, right in QUESTIONS.items():
        search = Search(found.store.connection, papers.texts.connection)
        first = [hit.ref.partition("/")[2] for hit in search.find(asked(question).terms).hits[:3]]
        if not any(name.startswith(right) and name in EXAMPLE for name in first):
            wrong[question] = first
    return wrong


@pytest.mark.parametrize("many", [100, pytest.param(MANY, marks=pytest.mark.proof)])
def test_the_right_one_is_among_the_first_three(tmp_path: Path, many: int) -> None:
    write(tmp_path / "books", many)
    assert missed(tmp_path / "books") == {}
