"""Schedules as a script runs them, on one machine and on two."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.desk import Desk

RETAINER = """\
---
client: acme
every: month
start: 2026-10-31
lines:
  - {text: "Retainer {period}", price: 500}
---
"""
RUN = ("schedule", "run", "--format", "json")


@pytest.fixture(autouse=True)
def _scheduled(desk: Desk) -> None:
    desk.write({"schedules/retainer.md": RETAINER})
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message=Agree on a retainer")


def drafts(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.root / "invoices/drafts").iterdir() if path.stem != "website")


def test_what_has_come_is_drafted_once(desk: Desk) -> None:
    data = desk.run(*RUN, "--until", "2026-11-30").json["data"]
    assert data["drafts"] == [
        {
            "schedule": "retainer",
            "period": f"2026-{day[5:7]}",
            "draft": f"retainer-2026-{day[5:7]}",
            "path": f"invoices/drafts/retainer-2026-{day[5:7]}.md",
            "date": day,
        }
        for day in ("2026-10-31", "2026-11-30")
    ]
    again = desk.run(*RUN, "--until", "2026-11-30").json["data"]
    assert (again["drafts"], again["commit"]) == ([], None)
    assert desk.run("check").code == 0


def test_it_is_issued_on_its_planned_day_and_never_comes_back(desk: Desk) -> None:
    desk.run("schedule", "run")
    issued = desk.run("invoice", "issue", "retainer-2026-10", "--no-pdf", "--format", "json").json["data"]
    assert (issued["date"], issued["due"]) == ("2026-10-31", "2026-11-14")
    assert desk.run("schedule", "run").out == "no schedule has anything to bill by 2026-11-21\n"
    assert drafts(desk) == []


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    said = desk.run("schedule", "run", "--dry-run")
    assert said.out.startswith("Draft retainer-2026-10\n--- /dev/null\n+++ b/invoices/drafts/retainer-2026-10.md\n")
    assert drafts(desk) == []


def test_catching_up_drafts_everything_and_says_so(desk: Desk) -> None:
    said = desk.run("schedule", "run", "--until", "2027-01-31")
    assert said.err == "backoffice: warning: retainer catches up on 4 periods; look at them before you issue them\n"
    assert drafts(desk) == ["retainer-2026-10", "retainer-2026-11", "retainer-2026-12", "retainer-2027-01"]


def test_nothing_is_drafted_while_an_invoice_cannot_be_read(desk: Desk) -> None:
    desk.write({"invoices/2026/INV-2026-0001.md": "---\nclient: [\n---\n", "clients/other.md": "---\nname: [\n---\n"})
    said = desk.run("schedule", "run")
    assert (said.code, "INV-2026-0001.md has to be put right first" in said.err) == (1, True)
    assert drafts(desk) == []


def test_a_schedule_that_cannot_be_read_stops_no_other(desk: Desk) -> None:
    desk.write({"schedules/broken.md": RETAINER.replace("every: month", "every: moon")})
    said = desk.run("schedule", "run")
    assert (said.code, drafts(desk)) == (1, ["retainer-2026-10"])
    assert "schedules/broken.md:3:8: error: every should be a recurrence" in said.out + said.err
    assert said.err.endswith("backoffice: 1 record unreadable\n")


def test_a_preview_shows_a_year_and_one_schedule(desk: Desk) -> None:
    rows = desk.run("schedule", "preview", "--format", "json").json["data"]
    assert [row["period"] for row in rows] == ["2026-11", "2026-12", *(f"2027-{month:02}" for month in range(1, 11))]
    assert len(desk.run("schedule", "preview", "retainer", "--months", "1", "--format", "json").json["data"]) == 1
    assert drafts(desk) == []


# ── Two clones ──────────────────────────────────────────────────────────────────────────────────


def clone(desk: Desk, tmp_path: Path) -> Desk:
    other = replace(desk, root=tmp_path / "other")
    subprocess.run(["git", "clone", "--quiet", str(desk.root), str(other.root)], check=True)
    other.git("remote", "remove", "origin")
    other.git("commit", "--quiet", "--allow-empty", "--message=Something else")
    return other


def merge(desk: Desk, other: Desk) -> None:
    desk.git("fetch", "--quiet", str(other.root), "HEAD")
    desk.git("merge", "--quiet", "--no-edit", "FETCH_HEAD")


def test_two_clones_that_run_merge_to_one(desk: Desk, tmp_path: Path) -> None:
    other = clone(desk, tmp_path)
    other.environment = desk.environment | {"BACKOFFICE_TODAY": "2026-12-24"}
    for each in (desk, other):
        assert each.run("schedule", "run").code == 0
    merge(desk, other)
    assert drafts(desk) == ["retainer-2026-10", "retainer-2026-11"]
    assert desk.run("check").code == 0
    assert desk.run("schedule", "run", "--until", "2026-12-24").out.startswith("no schedule has anything to bill")


def test_a_draft_that_another_clone_issued_is_found_after_the_merge(desk: Desk, tmp_path: Path) -> None:
    other = clone(desk, tmp_path)
    for each in (desk, other):
        each.run("schedule", "run")
    assert other.run("invoice", "issue", "retainer-2026-10", "--no-pdf").code == 0
    merge(desk, other)
    said = desk.run("check")
    assert said.out.splitlines()[0] == (
        "invoices/drafts/retainer-2026-10.md:1: error: retainer-2026-10 is billed by INV-2026-0001 "
        "(invoices/2026/INV-2026-0001.md:1) already [period-billed-twice]"
    )
    (desk.root / "invoices/drafts/retainer-2026-10.md").unlink()
    assert desk.run("check").code == 0
