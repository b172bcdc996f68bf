"""Findings of checks get the line and the column of the field they are about, from the file as it is now."""

from __future__ import annotations

import pytest

from backoffice.core.diagnostic import Fault, Location
from backoffice.core.document import FieldPath
from backoffice.workspace.placing import placed

FAULT = Fault("odd", "Something is odd.")
FILES = {
    "payments/a.yaml": b"date: 2026-11-20\nallocate:\n  INV-1: 5.00\n",
    "time/a.yaml": b"- {date: 2026-11-20, time: 1h}\n- {date: 2026-11-21, time: 2h}\n",
    "broken.yaml": b"a: [\n",
}


@pytest.mark.parametrize(
    ("where", "about", "place"),
    [
        (Location("payments/a.yaml", 1), ("allocate", "INV-1"), "payments/a.yaml:3:10"),
        (Location("payments/a.yaml", 1), ("allocate", "INV-2"), "payments/a.yaml:3:3"),
        (Location("payments/a.yaml", 1), (), "payments/a.yaml:1"),
        (Location("time/a.yaml", 2), ("time",), "time/a.yaml:2:28"),
        (Location("time/a.yaml", 3), ("time",), "time/a.yaml:3"),
        (Location("broken.yaml", 1), ("a",), "broken.yaml:1"),
        (Location("gone.yaml", 1), ("a",), "gone.yaml:1"),
    ],
)
def test_a_finding_is_placed_at_its_field(where: Location, about: FieldPath, place: str) -> None:
    assert str(placed(FAULT.at(where, "odd", about=about), FILES.get).where) == place
