"""`client show` and `touch`."""

from __future__ import annotations

from tests.cli.desk import Desk

FILE = "clients/acme.md"


def test_what_was_said_is_a_line_in_the_clients_file_and_nothing_else_changes(desk: Desk) -> None:
    before = (desk.root / FILE).read_text()
    said = desk.run("client", "touch", "acme", "called   about spring", "--by", "Linh", "--next", "2w")
    assert said.out.splitlines() == [
        "Note on acme of 2026-11-21: called about spring",
        "  get in touch again on 2026-12-05",
    ]
    after = (desk.root / FILE).read_text()
    assert after == before.replace("\n---\nPays", "\nnext_touch: 2026-12-05\n---\nPays") + (
        "- 2026-11-21 (Linh): called about spring\n"
    )
    again = desk.run("client", "touch", "acme", "called about spring", "--by", "Linh", "--next", "2026-12-05")
    assert again.out.splitlines()[0] == "that is noted on acme already"
    assert "touch" in desk.run("due", "--kind", "touch", "--format", "csv").out
    assert desk.run("check").code == 0


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before = (desk.root / FILE).read_text()
    said = desk.run("client", "touch", "acme", "met", "--on", "2026-11-18", "--dry-run")
    assert "+- 2026-11-18: met" in said.out
    assert (desk.root / FILE).read_text() == before


def test_a_day_that_is_none_is_refused(desk: Desk) -> None:
    said = desk.run("client", "touch", "acme", "met", "--next", "soon")
    assert (said.code, said.err.splitlines()[0]) == (
        2,
        "backoffice: error: --next soon is neither a day nor a duration",
    )


def test_the_page_is_for_people_and_for_programs(desk: Desk) -> None:
    desk.run("client", "touch", "acme", "met", "--next", "1m")
    text = desk.run("client", "show", "acme").out
    assert "health        dormant" in text
    assert "Spoken to\nDate        By  What\n2026-11-21      met" in text
    assert "invoice/website" in text
    data = desk.run("client", "show", "acme", "--format", "json").json["data"]
    assert (data["health"], data["next_touch"]) == ("dormant", "2026-12-21")
    assert data["interactions"] == [{"date": "2026-11-21", "by": "", "what": "met"}]
    assert data["fields"]["name"] == "Acme GmbH"
