"""The short way to an answer: the same answer as the long one, or none at all."""

import subprocess
import sys

import pytest

from backoffice.cli import quick
from backoffice.reports import reports
from backoffice.workspace.index.ahead import Ahead
from tests.cli.desk import Desk, Said

ANSWERED = quick.answered
QUICK = (
    "due",
    "due --format md --as-of 2026-12-01",
    "status",
    "status --format json",
    "find acme",
    "find acme website --format json --as-of 2026-11-20",
    "find kind:invoice due<30d",
    "find akme",
    "find nothing-like-it",
    "invoice list --unpaid",
    "invoice list --overdue --format csv",
    "invoice list --unpaid --overdue --format=json",
    "invoice list --unpaid --as-of 2026-11-20",
    "report profit-and-loss --by month --period 2026",
    "report aged-receivables --format md --as-of 2026-12-31",
    *(f"report {each.name}" for each in reports() if not each.needs),
)
LONG = (
    "invoice list",
    "invoice list --limit 3",
    "invoice list --unpaid --format table",
    "invoice list --unpaid --unpaid",
    "invoice list --unpaid=yes",
    "invoice list --client acme --unpaid",
    "invoices list --unpaid",
    "invoice list --format",
    "due --days 3",
    "due --ics calendar.ics",
    "status --days 3",
    "status quo",
    "find",
    "find -x",
    "find --limit 3 acme",
    "find acme --open",
    "find --format",
    "status --help",
    "report",
    "report nothing",
    *(f"report {each.name}" for each in reports() if each.needs),
    "report profit-and-loss --by moon",
    "report profit-and-loss --period 2026-13",
    "report aged-receivables --as-of yesterday",
    "report aged-receivables --format xml",
    "report balances 2026",
)


@pytest.fixture
def desk(issued: Desk) -> Desk:
    return issued


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """What the short way says to each command."""
    said: list[int | None] = []

    def answered(words: list[str], begun: Ahead | None) -> int | None:
        said.append(ANSWERED(words, begun))
        return said[-1]

    monkeypatch.setattr(quick, "answered", answered)
    return said


def long_way(desk: Desk, monkeypatch: pytest.MonkeyPatch, line: str) -> Said:
    with monkeypatch.context() as only_long:
        only_long.setattr(quick, "answered", lambda *_: None)
        return desk.run(*line.split())


@pytest.mark.parametrize("line", QUICK)
def test_the_short_way_gives_the_answer_of_the_long_one(
    desk: Desk, heard: list[int | None], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    assert desk.run(*line.split()) == long_way(desk, monkeypatch, line)
    assert heard == [0]


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("log", True),
        ("log clients/acme.md", True),
        ("log ./clients/../invoices", True),
        ("log nothing-there", True),
        ("log /", False),
        ("log --limit 1", False),
        ("log -", False),
        ("log --help", False),
        ("log clients invoices", False),
    ],
)
def test_the_history_is_told_the_same_on_both_ways(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    short: bool,  # noqa: FBT001
) -> None:
    said = desk.run(*line.split())
    with monkeypatch.context() as without:
        without.setattr(quick, "past", lambda *_: None)
        assert desk.run(*line.split()) == said
    monkeypatch.chdir(desk.root)
    assert (quick.past(line.split()) is not None) == short


@pytest.mark.parametrize("line", LONG)
def test_what_is_not_usual_is_left_to_the_long_way(
    desk: Desk, heard: list[int | None], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    assert desk.run(*line.split()) == long_way(desk, monkeypatch, line)
    assert set(heard) <= {None}


def test_records_that_cannot_be_read_are_counted_on_both_ways(
    desk: Desk, heard: list[int | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write({"clients/broken.md": "---\nname: [\n---\n"})
    said = desk.run("invoice", "list", "--unpaid")
    assert (said.code, heard) == (1, [1])
    assert "1 record unreadable" in said.err
    assert said == long_way(desk, monkeypatch, "invoice list --unpaid")


def test_without_settings_the_long_way_explains(desk: Desk, heard: list[int | None]) -> None:
    (desk.root / "backoffice.yaml").write_text("currency: nothing\n")
    said = desk.run("invoice", "list", "--unpaid")
    assert (said.code, heard) == (1, [None])
    assert "backoffice.yaml" in said.err


def test_an_interrupted_answer_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("backoffice.cli.context.Session.ask", interrupted)
    said = desk.run("status")
    assert (said.code, said.err) == (130, "backoffice: interrupted\n")


def test_the_short_way_imports_no_parser_of_command_lines(desk: Desk) -> None:
    code = (
        "import sys; from backoffice.__main__ import main; main(['invoice', 'list', '--unpaid']); "
        "sys.exit('click' in sys.modules)"
    )
    place = {"PYTHONPATH": ":".join(sys.path), "BACKOFFICE_TODAY": "2026-11-21", "PATH": "/usr/bin:/bin"}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=desk.root, env=place, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "INV-2026-0001" in done.stdout
