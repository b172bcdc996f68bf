"""What a list shows of one record."""

from __future__ import annotations

import datetime as dt

from backoffice.core.kind import Seen, Standing
from backoffice.core.record import Record
from backoffice.kinds import kind_of

DEMO_DAY = dt.date(2026, 11, 21)


def listed(record: Record, standing: Standing | None = None, as_of: dt.date = DEMO_DAY) -> dict[str, str]:
    """Return the cells of a list's row that are not empty, as text; several amounts joined."""
    seen = Seen(record, standing or {}, as_of)
    cells = {column.name: column.value(seen) for column in kind_of(record.noun).columns}
    shown = {
        name: " ".join(str(each) for each in cell) if isinstance(cell, tuple) else str(cell)
        for name, cell in cells.items()
        if cell is not None
    }
    return {name: cell for name, cell in shown.items() if cell}
