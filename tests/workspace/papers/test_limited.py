"""Reading PDFs in a process of its own: the same text, and none that takes for ever."""

import os
import stat
import sys
from pathlib import Path

import pytest

from backoffice.formats.pdf_text import PdfText
from backoffice.workspace.index.texts import Text
from backoffice.workspace.papers import ocr
from backoffice.workspace.papers.limited import Reader
from backoffice.workspace.papers.reading import text_of
from tests.papers import image_pdf, pdf


def test_the_process_reads_one_after_the_other() -> None:
    with Reader() as reader:
        assert reader.read(pdf("one", "two")) == PdfText(("one", "two"))
        assert reader.read(b"%PDF-1.4 broken").said.startswith("it is damaged")
        assert reader.read(pdf("three")).pages == ("three",)


def test_a_process_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        assert reader.read(pdf("one")).said == "reading it took more than 30 s or 1024 MB"
        monkeypatch.undo()
        assert reader.read(pdf("one")).pages == ("one",)


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("a.pdf", pdf("hello"), Text(("hello",))),
        ("a.bin", pdf("hello"), Text(("hello",))),
        ("a.txt", b"Gr\xc3\xbc\xc3\x9fe\0\xff", Text(("Grüße \ufffd",), seen=True)),
        ("a.jpg", b"\xff\xd8\xff\xe0", Text(())),
        ("a.zip", b"PK", Text((), seen=True)),
    ],
)
def test_what_a_file_is_decides_how_it_is_read(path: str, content: bytes, expected: Text) -> None:
    with Reader() as reader:
        assert text_of(path, content, reader, pictures=False) == expected


@pytest.fixture
def recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a program that stands in for ocrmypdf; what it answers is in its code."""
    program = tmp_path / "bin" / ocr.PROGRAM
    program.parent.mkdir()
    program.write_text("""\
#!/bin/sh
while [ "$1" != --sidecar ]; do shift; done
printf 'Delivery note 4711\\fPage two\\n' > "$2"
""")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


@pytest.mark.usefixtures("recogniser")
def test_letters_in_pictures_are_recognised_where_there_is_a_program_for_it() -> None:
    read = Text(("Delivery note 4711", "Page two"), seen=True)
    with Reader() as reader:
        assert text_of("a.jpg", b"\xff\xd8\xff\xe0", reader, pictures=True) == read
        assert text_of("scan.pdf", image_pdf(), reader, pictures=True) == read
        assert text_of("scan.pdf", image_pdf(), reader, pictures=False) == Text(("",))
        assert text_of("letter.pdf", pdf("hello"), reader, pictures=True) == Text(("hello",))


def test_a_picture_that_no_program_can_read_stays_a_picture(recogniser: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser.write_text("#!/bin/sh\nexit 2\n")
    with Reader() as reader:
        given_up = "ocrmypdf gave up on it, with 600 s and 4096 MB: it ended with 2"
        assert text_of("scan.pdf", image_pdf(), reader, pictures=True) == Text(("",), given_up, seen=True)
        monkeypatch.setattr(ocr, "PATIENCE", 0.1)
        recogniser.write_text("#!/bin/sh\nexec sleep 600\n")
        assert "that is not enough" in text_of("scan.pdf", image_pdf(), reader, pictures=True).said
