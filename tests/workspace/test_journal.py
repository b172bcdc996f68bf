"""What a change wants is read again from the disk as it was written, whatever its files are called and hold."""

import json
from pathlib import Path

import pytest

from backoffice.workspace import journal
from backoffice.workspace.journal import Entry, Journal
from backoffice.workspace.place import JOURNAL, Place

ODD = ("a.md", "clients/ümläut.md", 'in "quotes".md', "back\\slash.md", "\U0001f600.md", "\udcff.md", "tab\t.md")


@pytest.mark.parametrize("name", ODD)
def test_a_journal_is_read_as_it_was_written(place: Place, name: str) -> None:
    message = f"Write {name}\n\nWritten-by: backoffice\n".encode(errors="replace").decode()
    entries = {name: Entry("0" * 64, b"\0\xff\n"), "gone.md": Entry(None, None), "empty.md": Entry(None, b"")}
    journal.write(place, Journal("work/", message, entries))
    raw = Path(place.git_dir or "", JOURNAL).read_bytes()
    assert list(json.loads(raw)) == ["format", "prefix", "message", "files"]
    found = journal.read(place)
    assert found is not None
    assert (found.prefix, found.message) == ("work/", message)
    assert {path: (each.old, each.new) for path, each in found.entries.items()} == {
        path: (each.old, each.new) for path, each in entries.items()
    }
