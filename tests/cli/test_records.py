"""Lists, new records, edits and hostile text."""

from pathlib import Path

import pytest

from tests.cli.desk import ACME, FILES, Desk


def test_lists_look_back(desk: Desk) -> None:
    desk.run("invoice", "issue", "website", "--no-pdf", "--on", "2026-10-01")
    desk.run("invoice", "pay", "1", "--on", "2026-11-01")

    def open_on(day: str) -> list[object]:
        rows = desk.run("invoice", "list", "--as-of", day, "--format", "json").json["data"]
        return [(row["state"], row["open"]["amount"], row["days_late"]) for row in rows]

    assert open_on("2026-09-30") == []
    assert open_on("2026-10-15") == [("open", "1190.00", None)]
    assert open_on("2026-10-16") == [("open", "1190.00", 1)]
    assert open_on("2026-11-01") == [("paid", "0.00", None)]


def test_filters_flags_sorting_and_totals(desk: Desk) -> None:
    desk.write({f"clients/c{n}.md": ACME.replace("DE", country) for n, country in enumerate(["AT", "DE", "AT"])})

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in desk.run("client", "list", *words, "--format", "json").json["data"]]

    assert ids() == ["acme", "c0", "c1", "c2"]
    assert ids("--country", "at") == ["c0", "c2"]
    assert ids("--sort", "-id", "--limit", "2") == ["c2", "c1"]
    assert ids("--country", "XX") == []


def test_a_state_that_no_record_can_have_is_no_empty_list(desk: Desk) -> None:
    assert desk.run("invoice", "list", "--state", "DRAFT").code == 0
    said = desk.run("invoice", "list", "--state", "opne")
    assert (said.code, "'opne' is not one of 'draft', 'open'" in said.err) == (2, True)


def test_a_period_that_is_still_to_come_does_not_end_before_it_begins(desk: Desk) -> None:
    assert "\n2031-01-01, accrual" in desk.run("report", "profit-and-loss", "--period", "2031").out


def test_unreadable_records_are_counted_and_the_others_listed(desk: Desk) -> None:
    desk.write({"clients/bad.md": "---\nname: A\nname: B\n---\n", "clients/worse.md": "no fields\n"})
    said = desk.run("client", "list")
    assert said.code == 1
    assert "Acme GmbH" in said.out
    assert said.err.endswith("backoffice: 2 records unreadable\n")
    assert "clients/bad.md:3:1: error:" in said.err
    answer = desk.run("client", "list", "--format", "json").json
    assert [row["id"] for row in answer["data"]] == ["acme"]
    assert {each["path"] for each in answer["diagnostics"]} == {"clients/bad.md", "clients/worse.md"}


def test_text_of_records_cannot_act(desk: Desk) -> None:
    desk.write(
        {"clients/evil.md": '---\nname: "[/red] \\e]52;c;YQ==\\a \\u202e"\naddress: {city: "=1+1", country: DE}\n---\n'}
    )
    for words in (
        ["client", "list"],
        ["client", "show", "evil"],
        ["check"],
        ["find", "evil"],
        ["client", "list", "--format", "json"],
    ):
        said = desk.run(*words)
        assert not set(said.out + said.err) & {"\x1b", "\x07", "\u202e"}, words


def test_names_of_files_cannot_act(desk: Desk) -> None:
    desk.write({"clients/x\x1b[31m\u202e.md": ACME, "clients/\x1b]0;title\x07/a.md": ACME})
    for words in (["check"], ["check", "--format", "json"], ["client", "list"], ["doctor"], ["status"]):
        said = desk.run(*words)
        assert not set(said.out + said.err) & {"\x1b", "\x07", "\u202e"}, words


def test_a_new_record_holds_what_is_given_and_comments_for_the_rest(desk: Desk) -> None:
    fields = ("--set", "name=Kumo: Audio", "--set", "address.city=Osaka", "--set", "address.country=JP")
    said = desk.run("client", "new", "kumo", *fields, "--notes", "Met in May.", "--format", "json")
    assert said.json["data"]["path"] == "clients/kumo.md"
    text = (desk.root / "clients" / "kumo.md").read_text()
    assert 'name: "Kumo: Audio"' in text
    assert "# terms:" in text
    assert text.endswith("---\n\nMet in May.\n")
    assert desk.run("check").code == 0
    assert desk.run("client", "new", "kumo", *fields).code == 1


def test_a_record_goes_into_the_folder_of_its_year(desk: Desk) -> None:
    fields = ["date=2025-03-04", "supplier=Adobe", "category=software", "amount=10", "currency=EUR"]
    given = [word for field in fields for word in ("--set", field)]
    assert desk.run("expense", "new", "2025-03-04-adobe", *given, "--dry-run").code == 0
    assert desk.run("expense", "new", "2025-03-04-adobe", *given).out.splitlines()[1].strip() == (
        "expenses/2025/2025-03-04-adobe.md"
    )


@pytest.mark.parametrize(("date", "year"), [("2025-12-31", "2025"), ("31.12.2025", "2026")])
def test_what_is_wrong_with_it_is_said_of_the_file_it_would_have(desk: Desk, date: str, year: str) -> None:
    given = {"date": date, "supplier": "Bahn", "category": "travel", "amount": "1.250", "currency": "EUR"}
    done = desk.run("expense", "new", "bahn", *(word for name in given for word in ("--set", f"{name}={given[name]}")))
    assert done.code == 1
    assert f"expenses/{year}/bahn.md: error: " in done.err


def test_what_is_missing_is_listed_at_once(desk: Desk) -> None:
    said = desk.run("expense", "new", "lunch", "--set", "supplier=Cafe", "--set", "amount=1,50")
    assert said.code == 1
    for words in ("date is missing", "category is missing", "currency is missing", "amount should be"):
        assert words in said.err
    assert desk.git("status", "--short") == ""


@pytest.mark.parametrize("identity", ["Acme", "../x", "a b", "-x"])
def test_ids_keep_their_form(desk: Desk, identity: str) -> None:
    assert desk.run("client", "new", "--set", "name=x", "--", identity).code == 1


def test_an_edit_is_checked_and_committed_as_the_users_own(desk: Desk) -> None:
    desk.environment["EDITOR"] = "sed -i s/Acme/ACME/"
    assert desk.run("client", "edit", "acme").code == 0
    assert desk.git("log", "-1", "--format=%s").strip() == "Edit clients/acme.md"
    assert desk.run("client", "edit", "acme").out == "clients/acme.md is as it was\n"
    desk.environment["EDITOR"] = "sed -i s/name/nmae/"
    said = desk.run("client", "edit", "acme")
    assert (said.code, "did you mean name?" in said.err) == (1, True)
    desk.environment["EDITOR"] = "sed -i s/nmae/name/"
    assert desk.run("client", "edit", "acme").code == 0
    desk.environment["EDITOR"] = "no-such-editor"
    assert "was not found" in desk.run("client", "edit", "acme").err


LUNCH = {"date": "2026-11-20", "supplier": "Café", "category": "meals", "amount": "9", "currency": "EUR"}


def lunch(desk: Desk, receipt: str) -> str:
    """Write down a lunch, and return the latest commits with their files."""
    words = [word for field, value in {**LUNCH, "receipt": receipt}.items() for word in ("--set", f"{field}={value}")]
    assert desk.run("expense", "new", "2026-11-20-lunch", *words).code == 0
    return desk.git("log", "-2", "--name-only", "--format=%s")


def test_a_receipt_goes_into_the_repository_with_the_expense_that_names_it(desk: Desk) -> None:
    desk.write({"expenses/2026/lunch.txt": "Soup 9.00\n", "expenses/2026/other.txt": "not named\n"})
    assert lunch(desk, "lunch.txt").split("\n") == [
        "Add expense 2026-11-20-lunch: Café",
        "",
        "expenses/2026/2026-11-20-lunch.md",
        "Add expenses/2026/lunch.txt",
        "",
        "expenses/2026/lunch.txt",
        "",
    ]
    assert desk.git("status", "--short") == "?? expenses/2026/other.txt\n"
    assert desk.run("undo", "--yes").code == 0
    assert (desk.root / "expenses/2026/lunch.txt").exists(), "what the user has put there stays"


def test_a_link_is_no_receipt(desk: Desk) -> None:
    (desk.root / "expenses/2026").mkdir(parents=True)
    (desk.root / "expenses/2026/lunch.txt").symlink_to("/etc/hosts")
    assert "lunch.txt" not in lunch(desk, "lunch.txt")
    assert desk.run("check").code == 1


def test_a_receipt_goes_into_the_repository_with_the_edit_that_names_it(desk: Desk) -> None:
    desk.write({"expenses/2026/lunch.txt": "Soup 9.00\n"})
    lunch(desk, "")
    assert desk.git("status", "--short") == "?? expenses/2026/lunch.txt\n"
    desk.environment["EDITOR"] = "sed -i 's/^# receipt:.*/receipt: lunch.txt/'"
    assert desk.run("expense", "edit", "lunch").code == 0
    assert desk.git("log", "-1", "--format=%s").strip() == "Edit expenses/2026/2026-11-20-lunch.md and 1 other file"
    assert desk.git("status", "--short") == ""


def test_the_workspace_is_found_from_anywhere(desk: Desk, tmp_path: Path) -> None:
    elsewhere = Desk(tmp_path)
    assert elsewhere.run("client", "list").code == 1
    assert elsewhere.run("client", "list", "--workspace", str(desk.root)).code == 0
    assert elsewhere.run("--workspace", str(desk.root), "client", "list").code == 0
    elsewhere.environment["BACKOFFICE_WORKSPACE"] = str(desk.root)
    assert elsewhere.run("client", "path", "acme").out.strip() == "books/clients/acme.md"
    said = elsewhere.run("client", "path", "acme", "--format", "json").json
    assert said["data"] == {"id": "acme", "path": "clients/acme.md"}
    assert elsewhere.run().code == 0


def test_without_git_everything_can_be_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(FILES)
    assert "Acme GmbH" in desk.run("client", "list").out
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert (said.code, "not in a git repository" in said.err) == (1, True)


def test_a_broken_record_that_is_named_is_never_taken_for_another(desk: Desk) -> None:
    desk.write({"invoices/drafts/web.md": "---\nclient: acme\nlines:\n  - {text: x, price: -5}\n---\n"})
    said = desk.run("invoice", "issue", "web", "--no-pdf")
    assert (said.code, said.err.splitlines()[0]) == (
        1,
        (
            "invoices/drafts/web.md:4:22: error: lines[1].price should be a number that is not negative; "
            "a discount is one of the allowances, money back a credit note [bad-value]"
        ),
    )
    assert not (desk.root / "invoices/2026").exists()
    assert desk.run("invoice", "issue", "webs", "--no-pdf").code == 0


def test_the_log_of_a_file_is_that_of_the_file_where_one_is(desk: Desk) -> None:
    below = Desk(desk.root / "clients", desk.environment)
    assert below.run("log", "acme.md").out == desk.run("log", "clients/acme.md").out
    assert below.run("log", "clients/acme.md").out == desk.run("log", "clients/acme.md").out
    assert below.run("log", ".").out == desk.run("log", "clients").out
    assert "no commit has changed gone.md" in below.run("log", "gone.md").out
    assert below.run("log", "x" * 300).code == 0
