"""`init`: a new workspace from six answers."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import click

from backoffice.cli import clock, options, output, prompts
from backoffice.cli.context import Session
from backoffice.cli.countries import COUNTRIES, country
from backoffice.cli.filling import expected_of
from backoffice.cli.first_files import Answers, workspace
from backoffice.cli.past import SHORT
from backoffice.cli.verbs import verb
from backoffice.cli.zones import nearest
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError, UsageError
from backoffice.core.party import Address, BankAccount, Party
from backoffice.core.schema import read
from backoffice.core.settings import CITY, NAME, PATH, Settings
from backoffice.formats.frontmatter import read as documents

_QUESTIONS = {
    "name": "Name of the business",
    "country": "Country, as two letters",
    "street": "Street and number",
    "city": "Postcode and city",
    "vat_id": "VAT number (empty if there is none)",
    "iban": "IBAN, for payments (empty if there is none)",
}

_FIELDS = {"country": Address, "vat_id": Party, "iban": BankAccount}
"""Where the answers belong that can be wrong."""


@verb(
    "init",
    examples=[
        "backoffice init",
        "backoffice init studio",
        'backoffice init studio --no-input --name "Studio Ada" --country DE --city "10115 Berlin"',
    ],
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--no-input", is_flag=True, help="Ask nothing; take defaults for what is not given.")
@click.option("--name", metavar="TEXT", help="Name of the business.")
@click.option("--country", metavar="CODE", help="Its country, such as DE; proposes currency, time zone and tax table.")
@click.option("--street", metavar="TEXT", help="Street and number.")
@click.option("--city", metavar="TEXT", help="Postcode and city.")
@click.option("--vat-id", metavar="TEXT", help="VAT number.")
@click.option("--iban", metavar="TEXT", help="Where clients pay to.")
@click.option("--email", metavar="TEXT", help="Address on documents.")
@click.option("--currency", metavar="CODE", help="Currency of the books.")
@click.option("--timezone", metavar="ZONE", help="Such as Europe/Berlin.")
@click.option("--language", type=click.Choice(["en", "de", "fr"]), help="Of documents.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def init(session: Session, /, folder: Path, no_input: bool, dry_run: bool, **given: str | None) -> int:
    """Make a new workspace: settings, git repository, editor schemas, first commit."""
    answers = _answers(session, given, ask=not no_input and prompts.present())
    files = workspace(answers, country(answers.country))
    if not clock.knows(answers.timezone):
        raise UsageError(f"there is no time zone {answers.timezone}", hint=nearest(answers.timezone))
    _require_sound(files[PATH])
    root = Path(session.directory, folder)
    if dry_run:
        output.result(session, [str(folder / path) for path in files], {"folder": str(folder), "paths": list(files)})
        return 0
    from backoffice.workspace.founding import found

    owner = (answers.name, answers.email) if answers.email else None
    try:
        done = found(str(root), files, owner=owner)
    except OSError as error:
        raise RefusedError(f"{folder} cannot be made: {error.strerror}") from None
    data = {"folder": str(folder), "paths": list(done.paths), "commit": done.commit}
    output.result(session, _next(folder, (done.commit or "")[:SHORT]), data)
    return 0


def _answers(session: Session, given: dict[str, str | None], *, ask: bool) -> Answers:
    land = (given["country"] or _land(session)).upper()
    given = given | {"country": given["country"] and land}
    defaults = {"name": NAME, "country": land, "street": "", "city": CITY, "vat_id": "", "iban": ""}
    answers = {name: given[name] or default for name, default in defaults.items()}
    if ask:
        output.say("Six questions; every answer can be changed later in backoffice.yaml.")
        for name, question in _QUESTIONS.items():
            answers[name] = given[name] or _asked(name, question, defaults[name])
    usual = country(answers["country"])
    first, _, rest = answers["city"].partition(" ")
    postcode, city = (first, rest) if rest and any(letter.isdigit() for letter in first) else ("", answers["city"])
    return Answers(
        **{**answers, "city": city},
        postcode=postcode,
        email=given["email"] or "",
        currency=given["currency"] or usual.currency,
        timezone=given["timezone"] or usual.timezone,
        language=given["language"] or usual.language,
    )


def _asked(name: str, question: str, default: str) -> str:
    """Ask until the answer can be right."""
    while True:
        answer = prompts.asked(question, default)
        answer = answer.upper() if name == "country" else answer
        expected = expected_of(_FIELDS[name], name, answer) if answer and name in _FIELDS else ""
        if not expected:
            return answer
        output.complain(f"  this should be {expected}")


def _land(session: Session) -> str:
    """Return the country of the user's locale (``de_AT.UTF-8``), where it is one we know."""
    locale = session.environment.get("LC_ALL") or session.environment.get("LANG") or ""
    land = locale.partition(".")[0].rpartition("_")[2]
    return land if land in COUNTRIES else "DE"


def _require_sound(raw: bytes) -> None:
    (document,) = documents(PATH, raw).documents
    _, found = read(Settings, "settings", document)
    if found:
        wrong = [type(each)(Location(PATH), each.code, each.message, each.severity, each.hint) for each in found]
        raise RefusedError("these answers make no valid settings; nothing was written", diagnostics=wrong)


def _next(folder: Path, commit: str) -> list[str]:
    here = str(folder) == "."
    return [
        f"Your back office is in {folder if not here else 'this folder'} (first commit {commit}).",
        "",
        "Next:",
        *([] if here else [f"  cd {shlex.quote(str(folder))}"]),
        "  $EDITOR backoffice.yaml             above all the tax table: check it",
        "  backoffice client new acme          your first client",
        "  backoffice invoice new website      a draft for them; lines and prices in it",
        "  backoffice invoice preview website  what it would be",
        "  backoffice invoice issue website    number, PDF, commit",
        "",
        "To be told what is due every weekday morning, put this line into `crontab -e`:",
        f"  0 7 * * 1-5  {_for_cron('due --days 7', folder.resolve())}",
    ]


def _for_cron(words: str, workspace: Path) -> str:
    """Return a command as a line of a crontab: cron looks for programs in few places, and its ``%`` ends a line."""
    program = shutil.which("backoffice") or "backoffice"
    program = "backoffice" if str(Path(program).parent) in {"/usr/bin", "/bin"} else shlex.quote(program)
    return f"{program} {words} --workspace {shlex.quote(str(workspace))}".replace("%", "\\%")
