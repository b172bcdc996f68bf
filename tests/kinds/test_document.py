"""Documents: what one says, what it is called when it is filed, and what is planned about it."""

import datetime as dt
from typing import Any

import pytest

from backoffice.core.change import AddFile, AddRecord, MoveFile, RemoveFile, SetField
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document
from backoffice.core.errors import RefusedError
from backoffice.core.filed import FileFacts
from backoffice.core.kind import Seen
from backoffice.core.part import replaced
from backoffice.core.schema import read
from backoffice.kinds.document import KIND, Disposal, Filed
from backoffice.kinds.filing import (
    Incoming,
    Said,
    dispose,
    document_of,
    file_document,
    file_from_inbox,
    hold,
    respond,
)
from tests.made import made, shown

DIGEST = "ab" * 32
TODAY = dt.date(2026, 11, 21)
FIELDS = {
    "name": "Notice",
    "file": "notice.pdf",
    "sha256": DIGEST,
    "size": "10",
    "type": "application/pdf",
    "received": "2026-11-03",
}


def filed(**more: Any) -> Filed:  # noqa: ANN401
    record: Filed = made("document", "notice", **FIELDS | more)
    return record


def incoming(original: str, content: bytes = b"%PDF-1.4", outside: str = "") -> Incoming:
    return Incoming(original, content, FileFacts(len(content), DIGEST), outside)


@pytest.mark.parametrize(
    ("original", "identity", "file", "name", "date"),
    [
        ("Policy.PDF", "2026-11-21-policy", "2026-11-21-policy.pdf", "Policy", None),
        ("2026-11-03_Bescheid  USt.pdf", "2026-11-21-bescheid-ust", "2026-11-21-bescheid-ust.pdf", "Bescheid USt", "3"),
        ("2026-11-03.pdf", "2026-11-21-2026-11-03", "2026-11-21-2026-11-03.pdf", "2026-11-03", "3"),
        ("2026-13-45 odd.pdf", "2026-11-21-2026-13-45-odd", "2026-11-21-2026-13-45-odd.pdf", "2026-13-45 odd", None),
        ("README", "2026-11-21-readme", "2026-11-21-readme.pdf", "README", None),
        (".pdf", "2026-11-21-pdf", "2026-11-21-pdf.pdf", ".pdf", None),
        ("notes.md", "2026-11-21-notes", "2026-11-21-notes.md.txt", "notes", None),
        ("odd.sh; rm", "2026-11-21-odd", "2026-11-21-odd.bin", "odd", None),
    ],
)
def test_a_file_gets_a_name_that_stays(original: str, identity: str, file: str, name: str, date: str | None) -> None:
    document = document_of(incoming(original), Said(TODAY))
    day = dt.date(2026, 11, int(date)) if date else None
    assert (document.id, document.file, document.name, document.date) == (identity, file, name, day)
    assert document.where.path == f"documents/2026/{identity}.md"


def test_a_file_without_a_known_type_keeps_its_bytes_and_no_ending() -> None:
    assert document_of(incoming("thing", b"abc"), Said(TODAY)).file == "2026-11-21-thing.bin"


def test_what_is_said_comes_before_what_the_name_says() -> None:
    said = Said(TODAY, name="Other", date=TODAY, sender="Bank", about=("client/acme",), serial=7, retention="books")
    document = document_of(incoming("2026-01-01 x.pdf"), said, taken=["2026-11-21-other"])
    assert (document.id, document.date) == ("2026-11-21-other-abab", TODAY)
    assert (document.title, document.client, document.serial) == ("Other · Bank", "acme", 7)


def test_a_file_is_added_moved_or_left_where_it_is() -> None:
    inside, outside = (document_of(incoming("a.pdf", outside=each), Said(TODAY)) for each in ("", "~/film/a.pdf"))
    record, file = file_document(inside, b"%PDF").steps
    assert isinstance(record, AddRecord)
    assert file == AddFile("documents/2026/2026-11-21-a.pdf", b"%PDF")
    assert file_from_inbox(inside, "inbox/a.pdf").steps[1] == MoveFile("inbox/a.pdf", "documents/2026/2026-11-21-a.pdf")
    (only,) = file_document(outside, b"").steps
    assert isinstance(only, AddRecord)
    assert (only.fields["outside"], "file" in only.fields, outside.file_path) == ("~/film/a.pdf", False, "")
    assert inside.client == ""


@pytest.mark.parametrize("wrong", [{"file": None}, {"outside": "~/b.pdf"}])
def test_a_document_lies_in_one_place(wrong: dict[str, Any]) -> None:
    fields = {name: value for name, value in (FIELDS | wrong).items() if value}
    _, said = read(Filed, "notice", Document(Location("documents/2026/notice.md", 1), fields))
    assert [each.code for each in said] == ["document-without-file"]


def test_an_answer_comes_after_the_question() -> None:
    fields = FIELDS | {"responded": "2026-11-02"}
    _, said = read(Filed, "notice", Document(Location("documents/2026/notice.md", 1), fields))
    assert shown(said) == [
        (
            "documents/2026/notice.md:1: error: answered on 2026-11-02, before it was received on 2026-11-03 "
            "[answered-early]"
        )
    ]


def test_an_answer_is_due_until_it_is_given() -> None:
    asked = filed(respond_by="2026-12-03", sender="Finanzamt")
    (deadline,) = asked.deadlines()
    assert (str(deadline.day), deadline.what) == ("2026-12-03", "Answer to Finanzamt: Notice")
    assert next(filed(respond_by="2026-12-03").deadlines()).what == "Answer: Notice"
    assert list(filed(respond_by="2026-12-03", responded="2026-11-20").deadlines()) == []
    (step,) = respond(asked, on=TODAY).steps
    assert step == SetField("documents/2026/notice.md", ("responded",), "2026-11-21")
    assert not respond(filed(responded="2026-11-20"), on=TODAY)
    with pytest.raises(RefusedError, match="came on 2026-11-03, after 2026-11-01"):
        respond(asked, on=dt.date(2026, 11, 1))


@pytest.mark.parametrize(
    ("more", "state", "flags"),
    [
        ({}, "kept", []),
        ({"hold": "dispute"}, "held", ["held"]),
        ({"respond_by": "2026-12-03"}, "to answer", ["unanswered"]),
        ({"disposed": {"date": "2026-11-01", "reason": "old"}}, "disposed", []),
    ],
)
def test_a_list_says_how_it_stands(more: dict[str, Any], state: str, flags: list[str]) -> None:
    seen = Seen(filed(**more), {}, TODAY)
    cells = {column.name: column.value(seen) for column in KIND.columns}
    assert (cells["id"], cells["state"]) == ("notice", state)
    assert [flag.name for flag in KIND.flags if flag.keep(seen)] == flags
    assert filed(**more).dated == dt.date(2026, 11, 3)


def test_what_is_held_is_not_disposed_of() -> None:
    (step,) = hold(filed(), "dispute with Acme").steps
    assert step == SetField("documents/2026/notice.md", ("hold",), "dispute with Acme")
    held = filed(hold="dispute")
    with pytest.raises(RefusedError, match="notice is on hold: dispute"):
        dispose(held, on=TODAY, reason="old")
    assert hold(held, "").steps == (SetField("documents/2026/notice.md", ("hold",), None),)
    assert [hold(held, "dispute").summary, hold(filed(), "").summary] == [
        "notice is held already",
        "notice is not held",
    ]


def test_what_is_disposed_of_leaves_a_line() -> None:
    plan = dispose(filed(), on=TODAY, reason="kept until 2025-12-31")
    assert plan.summary == "Dispose of notice: kept until 2025-12-31"
    assert plan.steps == (
        SetField("documents/2026/notice.md", ("disposed",), {"date": "2026-11-21", "reason": "kept until 2025-12-31"}),
        RemoveFile("documents/2026/notice.pdf"),
    )
    gone = replaced(filed(), disposed=Disposal(date=TODAY, reason="old"))
    assert dispose(gone, on=TODAY, reason="old").steps == ()
    assert gone.file_path == ""
    with pytest.raises(RefusedError, match="was disposed of on 2026-11-21"):
        hold(gone, "dispute")
    outside = replaced(filed(), file=None, outside="~/a.pdf")
    assert len(dispose(outside, on=TODAY, reason="old").steps) == 1


def test_its_file_is_wherever_it_is_until_it_is_disposed_of() -> None:
    assert [each.path for each in filed().files] == ["documents/2026/notice.pdf"]
    film = replaced(filed(), file=None, outside="/media/film.mov")
    assert [each.path for each in film.files] == ["/media/film.mov"]
    gone = Disposal(date=TODAY, reason="kept long enough")
    assert replaced(filed(), disposed=gone).files == replaced(film, disposed=gone).files == []
