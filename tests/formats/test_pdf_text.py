"""The text of PDFs, and of files that only pretend to be some."""

import io
import json
import resource
from pathlib import Path

import pypdf
import pytest

from backoffice.formats import limits, pdf_text, pdf_worker
from backoffice.formats.pdf_text import DAMAGED, ENCRYPTED, PdfText
from tests.papers import image_pdf, pdf


def protected(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Account statement")))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_page_has_its_text() -> None:
    assert pdf_text.pdf_text(pdf("Größe: 12 m\nzweite Zeile", "Seite zwei")) == PdfText(
        ("Größe: 12 m\nzweite Zeile", "Seite zwei")
    )


def test_a_picture_has_none() -> None:
    assert pdf_text.pdf_text(image_pdf()) == PdfText(("",))


def test_a_file_with_a_password_is_not_read() -> None:
    assert pdf_text.pdf_text(protected("secret")) == PdfText(said=ENCRYPTED)
    assert pdf_text.pdf_text(protected("")).pages == ("Account statement",)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"%PDF-1.4\n" + b"\xff" * 500, pdf("x")[:300], b"<html>not found</html>"]
)
def test_a_damaged_file_is_told_as_such(content: bytes) -> None:
    found = pdf_text.pdf_text(content)
    assert found.pages == ()
    assert found.said.startswith(DAMAGED)


def test_a_file_that_needs_too_much_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pypdf, "PdfReader", exhausted)
    assert pdf_text.pdf_text(b"%PDF") == PdfText(said="it is too large or too deep to read (MemoryError)")


def test_what_is_read_can_be_stored_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdf.PageObject, "extract_text", lambda _: " a\x00b\x1b[2J\ud800\u202ec\nd ")
    assert pdf_text.pdf_text(pdf("x")).pages == ("a b [2J? c\nd",)


def test_there_is_an_end_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    three = pdf("one", "two", "three")
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 2)
    assert pdf_text.pdf_text(three).pages == ("one", "two")
    monkeypatch.setattr(pdf_text, "MOST_LETTERS", 2)
    assert pdf_text.pdf_text(three).pages == ("on",)


def test_the_process_answers_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    granted: list[int] = []
    monkeypatch.setattr(pdf_worker, "allow", granted.append)
    files = [pdf("one"), b"no pdf", pdf("two")]
    given = io.BytesIO(b"".join(b"%d\n%s" % (len(each), each) for each in files))
    answers = io.BytesIO()
    pdf_worker.serve(given, answers, 5)
    said = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [each["pages"] for each in said] == [["one"], [], ["two"]]
    assert granted == [5, 5, 5]


def test_the_process_speaks_on_its_own_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf("hello")
    (tmp_path / "in").write_bytes(b"%d\n%s" % (len(content), content))
    said: list[object] = []
    moved: list[tuple[int, int]] = []
    monkeypatch.setattr(pdf_worker, "limit", lambda *given: said.append(given))
    monkeypatch.setattr(pdf_worker, "allow", said.append)
    monkeypatch.setattr("backoffice.formats.pdf_worker.os.dup2", lambda old, new: moved.append((old, new)))
    with (tmp_path / "in").open("rb") as given, (tmp_path / "out").open("wb") as answers:
        monkeypatch.setattr("backoffice.formats.pdf_worker.sys.argv", ["worker", "5", "700"])
        monkeypatch.setattr("backoffice.formats.pdf_worker.sys.stdin", io.TextIOWrapper(given))
        monkeypatch.setattr("backoffice.formats.pdf_worker.os.dup", lambda _: answers.fileno())
        monkeypatch.setattr("backoffice.formats.pdf_worker.os.fdopen", lambda *_: (tmp_path / "out").open("wb"))
        pdf_worker.main()
    assert json.loads((tmp_path / "out").read_bytes())["pages"] == ["hello"]
    assert (said, moved) == ([(5, 700), 5], [(2, 1)])


def test_limits_are_never_above_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    put: dict[int, tuple[int, int]] = {}
    hard = {resource.RLIMIT_AS: 1 << 20, resource.RLIMIT_CPU: 3}
    monkeypatch.setattr(
        "backoffice.formats.limits.resource.getrlimit", lambda what: (0, hard.get(what, resource.RLIM_INFINITY))
    )
    monkeypatch.setattr("backoffice.formats.limits.resource.setrlimit", put.__setitem__)
    limits.limit(10_000, 700)
    assert put[resource.RLIMIT_AS] == (1 << 20, 1 << 20)
    assert put[resource.RLIMIT_CPU] == (3, 3)
    assert put[resource.RLIMIT_CORE] == (0, 0)
    monkeypatch.setattr("backoffice.formats.limits.resource.getrlimit", lambda _: (0, resource.RLIM_INFINITY))
    limits.allow(10_000)
    assert put[resource.RLIMIT_CPU][0] >= 10_000
