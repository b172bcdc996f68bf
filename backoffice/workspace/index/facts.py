"""Facts put into the tables and taken out of them, with everything that follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sqlite3 import Connection, Cursor

from backoffice.core.diagnostic import Location
from backoffice.core.ledger import Chart
from backoffice.core.record import Record
from backoffice.core.thaw import thaw
from backoffice.core.words import texts
from backoffice.kinds import kind_of
from backoffice.workspace.faults import clash
from backoffice.workspace.index.reading import Derived, Fact, derive
from backoffice.workspace.index.rows import Rows
from backoffice.workspace.index.said import said_json
from backoffice.workspace.index.sums import Sums
from backoffice.workspace.index.tables import CACHED, COUNTS, PRESENT
from backoffice.workspace.json_text import parsed

ADD_FACT = "insert into fact values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_POSTING = (
    "insert into posting (fact, source, day, account, minor, currency, document, party, project, tax, nature) "
    "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
POSTINGS = (
    "select source, day, account, minor, currency, document, party, project, tax, nature from posting where fact = ?"
)
ADD_DEADLINE = "insert into deadline values (?, ?, ?, ?, ?, ?, ?, ?)"
ADD_REFERENCE = "insert into reference values (?, ?)"
ADD_WORDS = "insert into words (rowid, text) values (?, ?)"
RECORD = 'select noun, name, path, line, "column", tree, notes from fact where id = ?'
HIDDEN = """
select id, path from fact
where noun = ? and fold = ? and name = ? and state > 0 and state = 1 and tree is not null order by path desc
"""
SPARE = 20_000
"""Facts of other commits that are kept at least."""

Name = tuple[str, str]


class Facts:
    """The facts, while they are being changed. ``fresh``: nothing counts yet, so nothing has to be looked up.

    New rows wait in ``rows`` until something is asked.
    """

    def __init__(self, connection: Connection, chart: Chart, run: int, *, fresh: bool) -> None:
        self._connection = connection
        self.rows = Rows(connection)
        (self._last,) = connection.execute("select coalesce(max(id), 0) from fact").fetchone()
        self._chart = chart
        self._run = run
        self._counting: dict[Name, tuple[int, str]] | None = {} if fresh else None
        self._retired: set[Name] = set()
        self._touched: set[Name] = set()
        self.sums = Sums(connection, chart, fresh=fresh)

    def _execute(self, statement: str, values: Sequence[object] = ()) -> Cursor:
        """Ask or change what is in the tables, with everything in them that waits."""
        self.rows.write()
        return self._connection.execute(statement, values)

    def add(self, path: str, blob: str, fact: Fact) -> None:
        """Put what a new blob says into the books."""
        title, name = fact.derived.title, fact.name
        counts = fact.tree is not None and self._makes_way(path, (fact.noun, name))
        state = COUNTS if counts else PRESENT
        self._last += 1
        place = fact.line, fact.column
        row = (self._last, path, blob, fact.noun, name, name.lower(), *place, fact.tree, fact.notes, title, fact.said)
        self.rows.add(ADD_FACT, [(*row, state, self._run)])
        self._touched.add((fact.noun, name.lower()))
        if counts:
            self._show(self._last, path, (fact.noun, name), fact.derived)

    def bring(self, path: str, blob: str) -> None:
        """Put what a known blob says into the books."""
        query = "select id, noun, name, tree is not null from fact where path = ? and blob = ?"
        for found, noun, name, readable in self._execute(query, (path, blob)).fetchall():
            self._execute("update fact set state = ?, seen = ? where id = ?", (PRESENT, self._run, found))
            self._touched.add((noun, name.lower()))
            if readable and self._makes_way(path, (noun, name)):
                self._execute("update fact set state = ? where id = ?", (COUNTS, found))
                self._show(found, path, (noun, name), self._derived(found))

    def retire(self, path: str, blob: str) -> None:
        """Take what a blob says out of the books; it is kept for when it comes back."""
        query = "select id, noun, name, state from fact where path = ? and blob = ?"
        for found, noun, name, state in self._execute(query, (path, blob)).fetchall():
            self._execute("update fact set state = ?, seen = ? where id = ?", (CACHED, self._run, found))
            self._touched.add((noun, name.lower()))
            if state == COUNTS:
                self._hide(found)
                self._retired.add((noun, name))

    def finish(self) -> None:
        """Bring to light what was hidden by what is gone; name clashes; write the sums; forget what is long unseen."""
        for name in self._retired:
            self._resurface(name)
        self.rows.write()
        self._name_clashes()
        self.sums.write()
        self._forget()

    def post_again(self) -> None:
        """Derive the postings of all records again, after the chart of accounts has changed."""
        for table in ("posting", "monthly", "owed"):
            self._execute(f"delete from {table}")  # noqa: S608 - names of ours
        self.sums = Sums(self._connection, self._chart, fresh=True)
        for (found,) in self._execute("select id from fact where state = ?", (COUNTS,)).fetchall():
            self._post(found, self._derived(found))
        self.rows.write()
        self.sums.write()

    def _makes_way(self, path: str, name: Name) -> bool:
        """Tell whether the fact at ``path`` may count; of several with one name, only the last by path does."""
        other = self._counts(name)
        if other is None:
            return True
        if other[1] < path:
            self._hide(other[0])
            self._execute("update fact set state = ? where id = ?", (PRESENT, other[0]))
        return other[1] < path

    def _counts(self, name: Name) -> tuple[int, str] | None:
        if self._counting is not None:
            return self._counting.get(name)
        query = "select id, path from fact where noun = ? and name = ? and state = 2"
        found: tuple[int, str] | None = self._execute(query, name).fetchone()
        return found

    def _show(self, found: int, path: str, name: Name, derived: Derived) -> None:
        if self._counting is not None:
            self._counting[name] = found, path
        self._post(found, derived)
        self.rows.add(ADD_DEADLINE, [(found, *each) for each in derived.deadlines])
        self.rows.add(ADD_REFERENCE, [(found, each) for each in derived.targets])
        self.rows.add(ADD_WORDS, [(found, derived.text)])

    def _post(self, found: int, derived: Derived) -> None:
        self.rows.add(ADD_POSTING, [(found, *each) for each in derived.postings])
        self.sums.add(derived.postings)

    def _hide(self, found: int) -> None:
        self.sums.add(self._execute(POSTINGS, (found,)).fetchall(), -1)
        self._execute("delete from posting where fact = ?", (found,))
        self._execute("delete from deadline where fact = ?", (found,))
        self._execute("delete from reference where fact = ?", (found,))
        name, tree, notes = self._execute("select name, tree, notes from fact where id = ?", (found,)).fetchone()
        text = "\n".join([name, *texts(parsed(tree)), notes])
        self._execute("insert into words (words, rowid, text) values ('delete', ?, ?)", (found, text))

    def _resurface(self, name: Name) -> None:
        hidden = self._execute(HIDDEN, (name[0], name[1].lower(), name[1])).fetchone()
        if hidden and self._counts(name) is None:
            self._execute("update fact set state = ? where id = ?", (COUNTS, hidden[0]))
            self._show(hidden[0], hidden[1], name, self._derived(hidden[0]))

    def _derived(self, found: int) -> Derived:
        noun, name, path, line, column, tree, notes = self._execute(RECORD, (found,)).fetchone()
        fields = parsed(tree)
        record: Record = thaw(kind_of(noun).record, name, Location(path, line, column), fields, notes)
        return derive(record, fields, tuple(record.postings(self._chart)))

    def _name_clashes(self) -> None:
        groups: Iterable[Name] = self._touched
        if self._counting is not None:
            query = "select noun, fold from fact where state > 0 group by 1, 2 having count(*) > 1"
            groups = self._execute(query).fetchall()
        for group in groups:
            self._execute("delete from clash where noun = ? and fold = ?", group)
            query = "select name, path from fact where noun = ? and fold = ? and state > 0 order by path"
            first, *others = self._execute(query, group).fetchall() or [("", "")]
            said = (said_json((clash(group[0], path, name, first),)) for name, path in others)
            self._connection.executemany("insert into clash values (?, ?, ?)", ((*group, each) for each in said))

    def _forget(self) -> None:
        (spare,) = self._execute("select count(*) from fact where state = 0").fetchone()
        if spare > 2 * SPARE:
            (used,) = self._execute("select count(*) from tree").fetchone()
            if spare > 2 * used:
                query = "select id from fact where state = 0 order by seen desc limit -1 offset ?"
                self._execute(f"delete from fact where id in ({query})", (max(SPARE, used),))  # noqa: S608
