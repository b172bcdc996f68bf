# ruff: noqa: E501 - tables are wide
"""A plan as bytes: what its files shall hold, or a refusal, before anything is written."""

import pytest

from backoffice.core.change import (
    AddEntry,
    AddFile,
    AddRecord,
    AddText,
    MoveFile,
    Plan,
    PutFile,
    RemoveFile,
    SetField,
    Step,
)
from backoffice.core.errors import RefusedError
from backoffice.formats import steps
from backoffice.formats.steps import changes_of

FILES = {
    "a.md": b"---\nname: Acme\n---\n",
    "time.yaml": b"- day: 2026-11-20\n",
    "receipt.pdf": b"%PDF",
}

# fmt: off
STEPS: list[tuple[Step, dict[str, bytes | None]]] = [
    (AddRecord("b.md", {"name": "Beta"}),           {"b.md": b"---\nname: Beta\n---\n"}),
    (AddRecord("b.md", {"name": "Beta"}, "Notes"),  {"b.md": b"---\nname: Beta\n---\n\nNotes\n"}),
    (AddRecord("b.md", {"name": "Beta"}, "\r\n1\r\n2"), {"b.md": b"---\nname: Beta\n---\n\n1\n2\n"}),
    (AddRecord("b.yaml", {"name": "Beta"}),         {"b.yaml": b"name: Beta\n"}),
    (AddRecord("a.md", {"name": "Acme"}),           {}),
    (AddEntry("time.yaml", {"day": "2026-11-21"}),  {"time.yaml": b"- day: 2026-11-20\n- day: 2026-11-21\n"}),
    (AddEntry("new.yaml", {"day": "2026-11-21"}),   {"new.yaml": b"- {day: 2026-11-21}\n"}),
    (AddFile("b.pdf", b"%PDF"),                     {"b.pdf": b"%PDF"}),
    (AddFile("receipt.pdf", b"%PDF"),               {}),
    (PutFile("receipt.pdf", b"new", b"%PDF"),       {"receipt.pdf": b"new"}),
    (PutFile("new.pdf", b"new", None),              {"new.pdf": b"new"}),
    (SetField("a.md", ("city",), "Wien"),           {"a.md": b"---\nname: Acme\ncity: Wien\n---\n"}),
    (SetField("a.md", ("name",), "Acme"),           {}),
    (AddText("a.md", "- called"),                   {"a.md": b"---\nname: Acme\n---\n- called\n"}),
    (MoveFile("a.md", "x/b.md"),                    {"a.md": None, "x/b.md": b"---\nname: Acme\n---\n"}),
    (RemoveFile("receipt.pdf"),                     {"receipt.pdf": None}),
]
REFUSED: list[tuple[Step, str]] = [
    (AddRecord("a.md", {"name": "Beta"}),           "a.md: error: there is already a file of this name [path-taken]"),
    (AddFile("receipt.pdf", b"other"),              "receipt.pdf: error: there is already a file of this name [path-taken]"),
    (PutFile("receipt.pdf", b"new", b"old"),        "receipt.pdf: error: the file was changed meanwhile [changed-meanwhile]"),
    (PutFile("receipt.pdf", b"new", None),          "receipt.pdf: error: the file was changed meanwhile [changed-meanwhile]"),
    (PutFile("gone.pdf", b"new", b"old"),           "gone.pdf: error: the file was changed meanwhile [changed-meanwhile]"),
    (MoveFile("a.md", "receipt.pdf"),               "receipt.pdf: error: there is already a file of this name [path-taken]"),
    (MoveFile("a.md", "a.md"),                      "a.md: error: there is already a file of this name [path-taken]"),
    (MoveFile("gone.md", "b.md"),                   "gone.md: error: there is no such file [no-such-file]"),
    (SetField("gone.md", ("a",), "b"),              "gone.md: error: there is no such file [no-such-file]"),
    (RemoveFile("gone.pdf"),                        "gone.pdf: error: there is no such file [no-such-file]"),
    (AddText("gone.md", "x"),                       "gone.md: error: there is no such file [no-such-file]"),
    (AddRecord("b.md", {"a": "x\x1b"}),             "b.md:2:5: error: the invisible character U+001B ESCAPE is not allowed [control-character]"),
    (AddRecord("b.md", {"a": "x\ry"}),              "b.md:2:5: error: a carriage return without a line feed is not allowed [control-character]"),
    (AddRecord("b.md", {"a": "\ud800"}),            "b.md:2:4: error: byte 0xed at offset 7 is not UTF-8 [not-utf8]"),
    (AddRecord("b.md", {"a": "x"}, ">>>>>>> b"),    "b.md:5:1: error: unresolved merge [merge-conflict]"),
    (AddRecord("b.md", {"a": "x" * 2000 + "\n"} | {"k" * 2000: "x"}), "b.md:4:1: error: a line without a colon among the fields [yaml-syntax]"),
    (AddRecord("b.yaml", {"a": "x"}, "Notes"),      "b.yaml: error: there is no place for text below the fields [not-writable]"),
]
# fmt: on


@pytest.mark.parametrize(("step", "files"), STEPS)
def test_what_a_step_makes_of_files(step: Step, files: dict[str, bytes | None]) -> None:
    assert changes_of(Plan("Do it", (step,)), FILES.get) == files


@pytest.mark.parametrize(("step", "why"), REFUSED)
def test_a_step_that_cannot_be_done_is_refused_with_its_place(step: Step, why: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        changes_of(Plan("Do it", (step,)), FILES.get)
    assert [str(each) for each in refusal.value.diagnostics] == [why]


def test_a_record_that_would_not_be_read_back_is_never_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "new_file", lambda _path, _fields, _body: "---\nname: Beta\n---\n")
    with pytest.raises(RefusedError, match="the fields or the text would not be read back as they are"):
        changes_of(Plan("Do it", (AddRecord("b.md", {"name": "Acme"}),)), FILES.get)


def test_later_steps_build_on_earlier_ones() -> None:
    plan = Plan(
        "Issue an invoice",
        (
            AddRecord("draft.md", {"client": "acme"}),
            SetField("draft.md", ("number",), "INV-1"),
            MoveFile("draft.md", "INV-1.md"),
            AddText("INV-1.md", "Thanks!"),
            MoveFile("a.md", "old.md"),
            AddRecord("a.md", {"name": "New"}),
        ),
    )
    assert changes_of(plan, FILES.get) == {
        "INV-1.md": b"---\nclient: acme\nnumber: INV-1\n---\nThanks!\n",
        "old.md": b"---\nname: Acme\n---\n",
        "a.md": b"---\nname: New\n---\n",
    }


def test_a_plan_without_steps_changes_nothing() -> None:
    assert changes_of(Plan("Nothing"), FILES.get) == {}
