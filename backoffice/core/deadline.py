"""Deadlines: the days by which a record wants something done."""

import datetime as dt
from typing import NamedTuple


class Deadline(NamedTuple):
    """Something due about ``subject`` (a record's ref) on ``day``; ``what`` says it as an imperative.

    ``settled_by``: the deadline is over once the open balance of this document (a ref) is zero; empty: never by itself.
    """

    day: dt.date
    subject: str
    kind: str
    what: str
    settled_by: str = ""
