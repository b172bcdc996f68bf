"""What is due about contracts follows the files beside them, the calendar and the day; none of it is in the index."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from backoffice.kinds.upcoming import upcoming
from backoffice.workspace.index.open import indexed
from backoffice.workspace.load import load
from backoffice.workspace.place import Place
from tests.example.workspace_files import ROOT
from tests.workspace.index.oracle import differences
from tests.workspace.sandbox import commit, git, put, repository

ON = dt.date(2026, 11, 21)
NOTICE = "contract: hanse-elektronik\ndate: 2026-11-20\nlast_day: 2027-02-28\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return the example's contracts as a workspace of their own, indexed."""
    made = repository(tmp_path / "books")
    for name in ("backoffice.yaml", "contracts", "holidays", "clients", "projects"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, Path(made.root, name))
    commit(made, "Start")
    assert due(made, ON)
    return made


def due(place: Place, on: dt.date) -> list[str]:
    """Return what is due within 60 days, which the index and a scan of all files agree on."""
    until = on + dt.timedelta(days=60)
    found = upcoming(indexed(place), as_of=on, until=until, unsettled=())
    assert found == upcoming(load(place.root), as_of=on, until=until, unsettled=())
    assert differences(place) == []
    return [f"{each.day} {each.subject.partition('/')[2]}" for each in found if each.kind in {"notice", "end"}]


def test_due_follows_the_day_and_the_files(place: Place) -> None:
    insurance, framework, order = "hanse-elektronik", "elsterbruck-rahmenvertrag", "elsterbruck-portal-2026"
    before = [f"2026-11-25 {insurance}", f"2026-11-27 {framework}", f"2026-12-31 {order}"]
    assert due(place, ON) == before

    put(place, {f"contracts/{insurance}--2026-11-20.notice.yaml": NOTICE})
    assert due(place, ON) == before[1:]
    assert due(place, dt.date(2026, 11, 19)) == before

    put(place, {"holidays/hamburg.yaml": "days: [{date: 2026-11-27}]\n"})
    assert due(place, ON) == [f"2026-11-26 {framework}", f"2026-12-31 {order}"]

    git(place, "checkout", "--", "holidays")
    Path(place.root, f"contracts/{insurance}--2026-11-20.notice.yaml").unlink()
    assert due(place, ON) == before
