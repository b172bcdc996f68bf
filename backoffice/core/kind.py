"""A kind of record, declared: where its files live, how a list of them looks, what can be asked of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from backoffice.core.books import Books
from backoffice.core.deadline import Deadline
from backoffice.core.diagnostic import Fault
from backoffice.core.filed import Attached
from backoffice.core.hints import Any, Pattern, TypeAlias
from backoffice.core.ledger import Query
from backoffice.core.money import Money
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part
from backoffice.core.record import Record
from backoffice.core.report import Cell, Column
from backoffice.core.template import pattern_of

Standing: TypeAlias = Mapping[tuple[str, ...], tuple[Money, ...]]
"""What the ledger says about one record as of a day: the balances its kind's ``standing`` query asked for, by the
rest of their key (the first part, the record itself, is dropped)."""

SLUG = r"[a-z0-9][a-z0-9-]{0,62}"


class Seen(NamedTuple):
    """One record as a list sees it: the record, its standing in the ledger, and the day it is looked at.

    ``around`` is what other records say of it, as its kind gathers it.
    """

    record: Any
    standing: Standing
    as_of: dt.date
    around: Any = None


class ListColumn(NamedTuple):
    """A column of a kind's list: a cell computed from a record as seen. ``filter`` gives it an option of its name.

    An ``optional`` column is left out where a window is too narrow for all; one that ``wraps`` holds sentences. One
    that only shows what stands at a ``place`` in the fields (``issued.due``) says so, so that the index can answer.
    """

    name: str
    value: Callable[[Seen], Cell]
    title: str = ""
    filter: bool = False
    optional: bool = False
    wraps: bool = False
    place: str = ""

    @property
    def column(self) -> Column:
        """This column without its values."""
        return Column(self.name, self.title, self.optional, self.wraps)


class Trace(NamedTuple):
    """What records in a state, or kept by a flag, have in common, so that no other has to be read to look for them.

    ``standing`` is a test of the record's balance in cents, ``source`` the noun of a record that has posted about it;
    ``passes`` a test of the text at a ``place`` in its fields (``issued.number``), None where nothing stands there.
    """

    standing: Callable[[int], bool] | None = None
    source: str = ""
    place: str = ""
    passes: Callable[[str | None], bool] = bool


ANYTHING = Trace()
"""The trace of a state that only the record itself, or what is around it, can tell."""


class Flag(NamedTuple):
    """A yes-or-no option of a kind's list (``--unpaid``).

    ``standing`` tells of a balance in cents whether it can keep a record; without one, records without can be kept too.
    ``place`` is a field without which no record is kept.
    """

    name: str
    help: str
    keep: Callable[[Seen], bool]
    standing: Callable[[int], bool] | None = None
    place: str = ""

    @property
    def trace(self) -> Trace:
        """What the records that it keeps have in common."""
        return Trace(self.standing, place=self.place)


class Kind(Part):
    """Everything the tool needs to know about a kind. The record class says the rest.

    ``paths`` are templates of its files: ``clients/{id}.md``, ``invoices/{year}/{id}.md``; placeholders other than
    ``{id}`` stand for one folder or part of a name. ``standing``: the ledger query for a list, whose first dimension
    is ``document`` (a record's ref) or ``party`` or ``project`` (its id), and whose account is a role of the chart.
    ``key`` makes a kind of many small records: each of its files (a *ledger file*) is a list of them, and the key says
    the id of one from what it states.
    ``counts`` names the total below a list in which a record's amounts are added up; empty: in none. Where a kind does
    not say, all go into one.
    ``states`` are the words that the column ``state`` can have, each with its trace; where a kind does not say, any.
    ``around`` gathers what other records say of each, by its id, once for a whole list. ``deadlines`` yields those up
    to its second day that depend on the first (today) or on other records, which no cache of single files can hold.
    ``files`` are those that a record names: what is in them is searched, and compared with the digest that it states,
    which stands, where any does, at the place ``hashed``. ``archived`` is the place of the digest of its own PDF, which
    lies beside it under its name.
    """

    record: type[Record]
    plural: str
    help: str
    paths: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    id_pattern: str = SLUG
    key: Callable[[Any], str] | None = None
    standing: Query | None = None
    flags: tuple[Flag, ...] = ()
    states: Mapping[str, Trace] = MappingProxyType({})
    counts: Callable[[Seen], str] | None = None
    around: Callable[[Books], Mapping[str, Any]] | None = None
    deadlines: Callable[[Books, dt.date, dt.date], Iterable[Deadline]] | None = None
    files: Callable[[Any], Iterable[Attached]] | None = None
    hashed: str = ""
    archived: str = ""
    faults: tuple[Fault, ...] = ()
    example: str = ""

    @property
    def noun(self) -> str:
        """The word for one of them, as in commands and refs."""
        return self.record.noun

    @property
    def single(self) -> bool:
        """Whether there is one file of this kind at most, so that nobody has to name it."""
        return "{" not in "".join(self.paths)

    @cached_property
    def _matchers(self) -> tuple[Pattern[str], ...]:
        import re

        return tuple(re.compile(pattern_of(template)) for template in self.paths)

    def identity(self, path: str) -> str | None:
        """Return the id that ``path`` gives a record of this kind, or None where it is not a place of this kind."""
        for matcher in self._matchers:
            if match := matcher.fullmatch(path):
                return match.groupdict().get("id", self.noun)
        return None

    def path_of(self, identity: str, **parts: str) -> str:
        """Return where a record of this id lives, by the first template that ``parts`` can fill."""
        import re

        given = {"id": identity, **parts}
        template = next(each for each in self.paths if set(re.findall(r"{(\w+)}", each)) <= set(given))
        return template.format(**given)

    def allows(self, identity: str) -> bool:
        """Tell whether ``identity`` has the form that ids of this kind must have."""
        import re

        return re.fullmatch(self.id_pattern, identity) is not None
