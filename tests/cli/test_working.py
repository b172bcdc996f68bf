"""Time as people and scripts record it, on one machine and on two, and the drafts that come of it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import Desk, Said

PROJECT = "---\nname: Website\nclient: acme\nrates: [{price: 90}]\n---\n"
ADD = ("time", "add", "2026-11-20 09:00-12:15 acme/website: homepage", "--person", "ada")
FILE = "time/ada/2026-11.yaml"
LINE = "- {date: 2026-11-20, time: 09:00-12:15, project: acme-website, text: homepage}\n"


@pytest.fixture(autouse=True)
def _projects(desk: Desk) -> None:
    desk.write(
        {
            "projects/acme-website.md": PROJECT,
            "clients/bolt.md": "---\nname: Bolt\naddress: {city: Ulm, country: DE}\n---\n",
        }
    )
    save(desk)


def save(desk: Desk) -> None:
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message=Add")


def text(desk: Desk) -> str:
    return (desk.root / FILE).read_text()


def wrong(said: Said) -> list[str]:
    return [line.removeprefix("backoffice: ") for line in said.err.splitlines()]


def test_time_is_added_once(desk: Desk) -> None:
    data = desk.run(*ADD, "--format", "json").json["data"]
    assert (data["id"], data["path"], data["already"]) == ("ada-2026-11-20-0900", FILE, False)
    assert text(desk) == LINE
    again = desk.run(*ADD, "--format", "json").json["data"]
    assert (again["already"], again["commit"]) == (True, None)
    assert desk.git("log", "-1", "--format=%s") == "Record 3h15m of ada on acme-website, 2026-11-20: homepage\n"
    assert desk.run("check").code == 0


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["45m acme: call: long"], '- {date: 2026-11-21, time: 45m, client: acme, text: "call: long"}'),
        (["45m bolt/support"], "- {date: 2026-11-21, time: 45m, client: bolt, task: support}"),
        (
            ["9:00 - 10:30 website/design"],
            "- {date: 2026-11-21, time: 09:00-10:30, project: acme-website, task: design}",
        ),
        (["2h acme-website/design/web"], "- {date: 2026-11-21, time: 2h, project: acme-website, task: design/web}"),
        (["2h acme/website/web"], "- {date: 2026-11-21, time: 2h, project: acme-website, task: web}"),
        (["2h acme/site"], "- {date: 2026-11-21, time: 2h, project: acme-website}"),
        (["2h acme/shop"], None),
        (["2h acme/web/x"], "- {date: 2026-11-21, time: 2h, project: acme-website, task: x}"),
        (["1.5h: books"], "- {date: 2026-11-21, time: 1h30m, text: books}"),
        (["1h:"], "- {date: 2026-11-21, time: 1h}"),
        (
            ["1h bolt", "--task", "x", "--not-billable"],
            '- {date: 2026-11-21, time: 1h, client: bolt, task: x, billable: "no"}',
        ),
    ],
)
def test_what_people_say(desk: Desk, words: list[str], line: str | None) -> None:
    said = desk.run("time", "add", *words, "--person", "ada")
    assert (said.code, (desk.root / FILE).exists() and text(desk)) == ((0, f"{line}\n") if line else (1, False)), said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["soon acme"], "error: 'soon' is not a time such as 09:00-12:15, 3h15m or 2.5h; 09:00- while it runs"),
        (["2026-11-31 1h acme"], "error: '2026-11-31' is not a day that exists"),
        (["9:00-10:00 a b"], "error: there is no client 'a b'"),
        ([""], "error: '' is not an entry of time"),
        (["1h acme/website/a", "--task", "b"], "error: the task is a or b"),
        (["1h nobody"], "error: there is no client 'nobody'"),
    ],
)
def test_what_cannot_be_understood(desk: Desk, words: list[str], message: str) -> None:
    said = desk.run("time", "add", *words, "--person", "ada")
    assert said.code in {1, 2}
    assert wrong(said)[0].startswith(message[:40])


def test_a_person_is_named_set_or_known_to_git(desk: Desk) -> None:
    desk.git("config", "user.name", "Zoë Weiß")
    assert desk.run("time", "add", "1h bolt", "--format", "json").json["data"]["path"] == "time/zoe-weiss/2026-11.yaml"
    settings = (desk.root / "backoffice.yaml").read_text()
    desk.write({"backoffice.yaml": f"{settings}person: cat\n"})
    assert desk.run("time", "add", "1h bolt", "--format", "json").json["data"]["path"] == "time/cat/2026-11.yaml"
    assert (
        desk.run("time", "add", "2h: x", "--person", "zoe", "--format", "json")
        .json["data"]["path"]
        .startswith("time/zoe-")
    )
    said = desk.run("time", "add", "1h bolt", "--person", "zoe-weis5")
    assert (said.code, wrong(said)[1]) == (2, "hint: did you mean zoe-weiss?")
    assert desk.run("time", "add", "1h bolt", "--person", "Dora B").code == 2


def test_nobody_is_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.workspace.workspace.Workspace.author", lambda _: "")
    said = desk.run("time", "add", "1h bolt")
    assert (said.code, wrong(said)[0]) == (1, "error: nobody knows whose time this is")


def test_a_timer_goes_from_machine_to_machine(desk: Desk, tmp_path: Path) -> None:
    start = ("time", "start", "acme/website: homepage", "--person", "ada", "--at", "9:00")
    assert desk.run(*start).out == f"Started acme-website at 09:00\n  {FILE}\n"
    assert desk.run(*start).out == "ada works on acme-website since 09:00 already\n"
    other = Desk(tmp_path / "other", desk.environment)
    shutil.copytree(desk.root, other.root)
    assert "ada works on acme-website since 09:00" in other.run("time", "start", "bolt", "--person", "ada").err
    assert other.run("time", "stop", "--person", "ada", "--at", "12:15").code == 0
    assert (other.root / FILE).read_text() == LINE.replace("20,", "21,")
    assert other.run("time", "stop", "--person", "ada").out == "no timer of ada runs\n"


@pytest.mark.parametrize(
    "words",
    [
        ("acme/website", "homepage,", "first", "draft"),
        ("acme/website:", "homepage,", "first", "draft"),
        ("acme/website: homepage,", "first draft"),
        ("acme/website", "homepage, first draft"),
    ],
)
def test_what_a_timer_is_for_needs_no_quotes(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run("time", "start", *words, "--person", "ada", "--at", "9:00").code == 0
    (entry,) = desk.run("time", "list", "--format", "json").json["data"]
    assert (entry["project"], entry["text"]) == ("acme-website", "homepage, first draft")


def test_internal_work_needs_none_either(desk: Desk) -> None:
    assert desk.run("time", "start", ":", "read", "10:30", "news", "--person", "ada").code == 0
    assert desk.run("time", "stop", "--person", "ada").code == 0
    said = desk.run("time", "add", "2026-11-20", "09:00-12:15", "acme/website:", "homepage", "--person", "ada")
    assert said.code == 0
    texts = [entry["text"] for entry in desk.run("time", "list", "--format", "json").json["data"]]
    assert sorted(texts) == ["homepage", "read 10:30 news"]


def test_a_timer_runs_by_the_clock_on_the_wall(desk: Desk) -> None:
    assert desk.run("time", "start", "bolt", "--person", "ada").code == 0
    assert desk.run("time", "stop", "--person", "ada").code == 0
    assert desk.run("time", "list", "--running").out == "no time-entries like that\n"


def test_two_machines_that_start_a_timer_are_told(desk: Desk) -> None:
    desk.write({FILE: "- {date: 2026-11-20, time: 09:00-}\n- {date: 2026-11-21, time: 08:00-}\n"})
    said = desk.run("check")
    assert (
        f"{FILE}:2: error: ada has a timer since 2026-11-20 09:00 already ({FILE}:1) [two-timers]"
        in said.out + said.err
    )


def test_entries_on_one_line_are_left_to_a_person(desk: Desk) -> None:
    desk.write({FILE: "[{date: 2026-11-20, time: 1h}, {date: 2026-11-21, time: 08:00-}]\n"})
    said = desk.run("time", "stop", "--person", "ada", "--at", "9:00")
    assert (said.code, wrong(said)[0]) == (1, f"error: {FILE}:1 has more than one entry on the line")


def test_nothing_is_recorded_while_a_file_is_broken(desk: Desk) -> None:
    desk.write({FILE: "- {date: 2026-11-20, time: soon}\n"})
    said = desk.run(*ADD)
    assert (said.code, wrong(said)[-1]) == (1, f"error: {FILE} has to be put right first")


def test_lines_of_two_branches_merge(desk: Desk) -> None:
    desk.write({FILE: LINE, ".gitattributes": "time/**/*.yaml merge=union\n"})
    save(desk)
    desk.git("switch", "--quiet", "--create", "laptop")
    desk.run("time", "add", "13:00-14:00 bolt", "--person", "ada")
    desk.git("switch", "--quiet", "main")
    desk.run("time", "add", "15:00-16:00 bolt", "--person", "ada")
    desk.git("merge", "--quiet", "laptop")
    assert len(text(desk).splitlines()) == 3
    assert desk.run("check").code == 0


def test_time_is_edited_in_an_editor(desk: Desk) -> None:
    desk.environment["EDITOR"] = "sed -i s/homepage/imprint/"
    desk.run(*ADD)
    assert desk.run("time", "edit", "ada").out.startswith(f"Edit {FILE}")
    assert "imprint" in text(desk)
    assert desk.run("time", "edit", "ada-2026-11-20-0900").out == f"{FILE} is as it was\n"
    assert desk.run("time", "new").code == 2


# ── Billing ─────────────────────────────────────────────────────────────────────────────────────

DRAFT = ("invoice", "draft", "--from-time", "acme", "--period", "2026-11", "--format", "json")


def test_time_is_drafted_issued_and_never_billed_again(desk: Desk) -> None:
    desk.run(*ADD)
    data = desk.run(*DRAFT).json["data"]
    assert (data["draft"], data["minutes"], data["entries"]) == ("acme-time-2026-11", 195, ["ada-2026-11-20-0900"])
    assert (desk.run(*DRAFT).json["data"]["already"], desk.run("check").code) == (True, 0)
    issued = desk.run("invoice", "issue", "acme-time-2026-11", "--no-pdf", "--format", "json").json["data"]
    assert issued["gross"] == {"amount": "348.08", "currency": "EUR"}
    (row,) = desk.run("time", "list", "--format", "json").json["data"]
    assert row["billed"] == issued["number"]
    again = desk.run(*DRAFT).json["data"]
    assert (again["already"], again["billed_by"]) == (True, [issued["number"]])
    desk.run("invoice", "void", issued["number"], "--reason", "wrong month")
    assert desk.run(*DRAFT).json["data"]["entries"] == ["ada-2026-11-20-0900"]
    assert desk.run("check").code == 0


def test_two_branches_that_bill_the_same_hour_are_told(desk: Desk) -> None:
    desk.run(*ADD)
    desk.git("switch", "--quiet", "--create", "laptop")
    desk.run(*DRAFT, "--by", "day")
    desk.git("switch", "--quiet", "main")
    desk.run(*DRAFT)
    desk.run("invoice", "issue", "acme-time-2026-11", "--no-pdf")
    desk.git("-c", "merge.renames=false", "merge", "--quiet", "-X", "theirs", "laptop")
    desk.git("checkout", "--quiet", "laptop", "--", "invoices/drafts/acme-time-2026-11.md")
    said = desk.run("check")
    assert said.code == 1
    assert "[billed-twice]" in said.out + said.err
    assert "INV-2026-0001 (invoices/2026/INV-2026-0001.md:1) bills it already" in said.out + said.err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "error: say --from-time or --from-expenses"),
        (["--from-time", "acme", "--from-expenses", "bolt"], 2, "error: an invoice is for one client"),
        (["--from-time", "bolt"], 1, "error: bolt-time-2026-11-21 cannot be drafted"),
    ],
)
def test_what_cannot_be_drafted(desk: Desk, words: list[str], code: int, message: str) -> None:
    desk.run("time", "add", "1h bolt", "--person", "ada")
    said = desk.run("invoice", "draft", *words)
    assert (said.code, message in said.err) == (code, True), said.err


def test_nothing_is_drafted_while_something_is_broken(desk: Desk) -> None:
    desk.run(*ADD)
    desk.write({"time/bob/2026-11.yaml": "- {date: x}\n"})
    said = desk.run(*DRAFT[:-2], "--project", "website")
    assert (said.code, wrong(said)[-1]) == (1, "error: time/bob/2026-11.yaml has to be put right first")


EXPENSE = """\
---
date: 2026-11-03
supplier: Shop
category: props
amount: 119
vat: 19
currency: EUR
client: acme
rebill: yes
markup: 10
{}---
"""


def test_expenses_are_billed_on_with_their_receipts(desk: Desk) -> None:
    desk.write({"expenses/2026/prop.md": EXPENSE.format("receipt: prop.txt\n"), "expenses/2026/prop.txt": "Flowers\n"})
    data = desk.run("invoice", "draft", "--from-expenses", "acme", "--format", "json").json["data"]
    assert (data["draft"], data["expenses"]) == ("acme-expenses-2026-11-21", ["prop"])
    assert "Shop, 3 November 2026" in (desk.root / data["path"]).read_text()
    issued = desk.run("invoice", "issue", data["draft"], "--no-pdf", "--format", "json").json["data"]
    assert issued["gross"] == {"amount": "130.90", "currency": "EUR"}
    assert desk.run("invoice", "draft", "--from-expenses", "acme", "--format", "json").json["data"]["already"] is True
    copy = desk.root / "copy.pdf"
    assert desk.run("invoice", "pdf", issued["number"], "--with-receipts", "-o", str(copy)).code == 0
    assert copy.read_bytes().startswith(b"%PDF-")
    assert desk.run("invoice", "pdf", issued["number"], "--with-receipts").code == 2


def test_a_receipt_that_is_not_there_is_named(desk: Desk) -> None:
    desk.write({"expenses/2026/prop.md": EXPENSE.format("")})
    desk.run("invoice", "draft", "--from-expenses", "acme")
    desk.run("invoice", "issue", "acme-expenses", "--no-pdf")
    said = desk.run("invoice", "pdf", "1", "--with-receipts", "-o", "copy.pdf")
    assert (said.code, wrong(said)[0]) == (1, "error: the expense prop has no receipt")
    desk.run("invoice", "issue", "website", "--no-pdf")
    said = desk.run("invoice", "pdf", "2", "--with-receipts", "-o", "copy.pdf")
    assert (said.code, wrong(said)[0]) == (1, "error: INV-2026-0002 bills no expense on")


def test_an_hour_that_an_invoice_bills_is_not_billed_by_another(desk: Desk) -> None:
    assert desk.run(*ADD).code == 0
    assert desk.run("invoice", "draft", "--from-time", "acme", "--period", "2026-11").code == 0
    assert desk.run("invoice", "issue", "acme-time-2026-11", "--no-pdf").code == 0
    again = "---\nclient: acme\nlines:\n  - text: again\n    price: 90\n    time: {ada-2026-11-20-0900: 1h}\n---\n"
    desk.write({"invoices/drafts/again.md": again})
    said = desk.run("invoice", "issue", "again", "--no-pdf")
    assert (said.code, said.err.splitlines()[0]) == (
        1,
        (
            "invoices/drafts/again.md:6:33: error: 4h15m of time/ada/2026-11.yaml:1 (ada-2026-11-20-0900) is billed, "
            "but only 3h15m was worked; "
            "INV-2026-0001 (invoices/2026/INV-2026-0001.md:1) bills it already [billed-twice]"
        ),
    )
    assert not (desk.root / "invoices/2026/INV-2026-0002.md").exists()
