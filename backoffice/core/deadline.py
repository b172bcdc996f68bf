"""Deadlines: the days by which a record wants something done."""

from __future__ import annotations

import datetime as dt

from backoffice.core.named import NamedTuple


class Deadline(NamedTuple):
    """Something due about ``subject`` (a record's ref) on ``day``; ``what`` says it as an imperative.

    ``settled_by``: the deadline is over once the open balance of this document (a ref) is zero; empty: never by itself.
    ``who`` of us looks after it, by name; empty: nobody in particular. ``period`` tells several of one subject and kind
    apart and stays the same when the day moves: the occurrence, the term, the step.
    """

    day: dt.date
    subject: str
    kind: str
    what: str
    settled_by: str = ""
    who: str = ""
    period: str = ""
