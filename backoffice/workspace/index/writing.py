"""Changes of files written into the tables."""

from __future__ import annotations

import gc
from collections.abc import Mapping

from backoffice.core.diagnostic import Location
from backoffice.core.ledger import Chart
from backoffice.core.settings import PATH, Settings
from backoffice.core.thaw import thaw
from backoffice.workspace.claims import Claims
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.index.blobs import hashing_of
from backoffice.workspace.index.changes import Changes, Row
from backoffice.workspace.index.crew import MANY, read_files
from backoffice.workspace.index.facts import Facts
from backoffice.workspace.index.progress import Progress
from backoffice.workspace.index.reading import Found, Job, Task
from backoffice.workspace.index.said import said_json
from backoffice.workspace.index.store import Store
from backoffice.workspace.index.tables import INDEXES
from backoffice.workspace.json_text import parsed, written


class Writing:
    """One change of the index."""

    def __init__(self, store: Store, ahead: Ahead, meta: Mapping[str, str], progress: Progress | None) -> None:
        self._store = store
        self._execute = store.connection.execute
        self._ahead = ahead
        self._meta = meta
        self._progress = progress
        self._fresh = "run" not in meta
        self._run = int(meta.get("run", "0")) + 1
        self._places = meta.get("places") or Claims.of_kinds().text
        self._known = Chart(**parsed(meta.get("chart", "{}")))

    def write(self, changes: Changes) -> None:
        """Write the changes, and look for no garbage meanwhile: nothing here makes any that needs looking for."""
        was = gc.isenabled()
        gc.disable()
        try:
            self._write(changes)
        finally:
            if was:
                gc.enable()
        if changes.asked and len(changes.reads) >= MANY:
            self._ahead.settle()

    def _write(self, changes: Changes) -> None:
        """Write the changes; the settings first, because postings depend on the names of accounts."""
        if PATH in changes.reads or PATH in changes.rows:
            self._write_some(changes, only=PATH)
        chart = self._chart()
        facts = self._write_some(changes, chart=chart)
        if self._fresh:
            for statement in INDEXES.split(";\n"):
                self._execute(statement)
        facts.finish()
        if chart != self._known and not self._fresh:
            facts.post_again()
        self._write_meta(changes, chart)

    def _write_some(self, changes: Changes, *, only: str = "", chart: Chart | None = None) -> Facts:
        facts = Facts(self._store.connection, chart or self._known, self._run, fresh=self._fresh)
        chosen = [path for path in changes.reads if (path == PATH) == bool(only)]
        jobs = [Job(path, self._blobs(path)) for path in sorted(chosen)]
        for path, row in changes.rows.items():
            if (path == PATH) == bool(only):
                self._put(facts, path, row, None)
        for found in read_files(self._task(changes, chart or self._known), jobs, self._progress):
            self._put(facts, found.path, changes.row(found.path, found.blob, found.signature), found)
        facts.rows.write()
        if only:
            facts.finish()
        return facts

    def _task(self, changes: Changes, chart: Chart) -> Task:
        root, head = self._ahead.place.root, changes.asked.head if changes.asked else ""
        return Task(root, self._places, chart._asdict(), hashing_of(head), self._ahead.began)

    def _blobs(self, path: str) -> tuple[str, ...]:
        if self._fresh:
            return ()
        return tuple(blob for (blob,) in self._execute("select blob from fact where path = ?", (path,)))

    def _put(self, facts: Facts, path: str, new: Row | None, found: Found | None) -> None:
        """Give a path its new row, and let what its file says count instead of what it said."""
        old = None if self._fresh else self._execute("select blob from tree where path = ?", (path,)).fetchone()
        was, now = old[0] if old else None, new.blob if new else None
        if was and was != now:
            facts.retire(path, was)
        if now and now != was:
            if found and found.facts is not None:
                for fact in found.facts:
                    facts.add(path, now, fact)
            else:
                facts.bring(path, now)
        if new is None:
            self._execute("delete from tree where path = ?", (path,))
        else:
            facts.rows.add("insert or replace into tree values (?, ?, ?, ?)", [(path, *new)])

    def _chart(self) -> Chart:
        """Return the chart of accounts; while the settings cannot be read, the one before."""
        query = 'select name, line, "column", tree, notes from fact where noun = ? and state = 2'
        found = self._execute(query, (Settings.noun,)).fetchone()
        if found is None:
            return self._known
        name, line, column, tree, notes = found
        return thaw(Settings, name, Location(PATH, line, column), parsed(tree), notes).chart

    def _write_meta(self, changes: Changes, chart: Chart) -> None:
        many = self._store.connection.executemany
        rows = ((folder.path, folder.signature, said_json(folder.said)) for folder in changes.folders)
        many("insert or replace into folder values (?, ?, ?)", rows)
        many("delete from folder where path = ?", ((path,) for path in changes.gone))
        new = {"run": str(self._run), "chart": written(chart._asdict()), **changes.meta}
        if "places" not in self._meta:
            new["places"] = self._places
        self._store.set_meta(**new)
