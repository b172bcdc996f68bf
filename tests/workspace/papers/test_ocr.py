"""Letters in scans: by ocrmypdf where it is installed, by a program that stands in for it everywhere."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from backoffice.workspace.papers import ocr
from tests.oracles import needs
from tests.playground import in_python

SCAN = Path(__file__).parents[3] / "example-workspace/inbox/scan_2026-11-19_001.pdf"
STAND_IN = """\
#!/bin/sh
said="$*"
while [ "$1" != --sidecar ]; do shift; done
printf 'Elbfunk\\nPreis 54,90 EUR im Monat\\n%s\\f' "$said" > "$2"
"""
LANGUAGES = """\
#!/bin/sh
printf 'List of available languages in "/usr/share/tessdata/" (5):\\ndeu\\neng\\nequ\\nosd\\nscript/Latin\\n'
"""


def install(folder: Path, **programs: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in programs.items():
        program = folder / name
        program.write_text(text)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder whose programs are found first."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "bin"


def recognised() -> str:
    letters = ocr.recognised(SCAN.read_bytes())
    assert not letters.said
    return "\n".join(letters.pages)


def test_a_scan_of_the_example_is_read_in_all_languages_there_are(programs: Path) -> None:
    install(programs, ocrmypdf=STAND_IN, tesseract=LANGUAGES)
    text = recognised()
    assert "54,90 EUR" in text
    assert "--language deu+eng --skip-text" in text


@pytest.mark.parametrize("listing", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho only a headline\n"])
def test_where_no_languages_are_known_the_program_decides(programs: Path, listing: str) -> None:
    install(programs, ocrmypdf=STAND_IN, tesseract=listing)
    assert "--language" not in recognised()


def test_where_nothing_recognises_letters_nothing_is_asked(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(programs, ocrmypdf="#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(ocr, "LETTERS", "no-such-program")
    given_up = "ocrmypdf gave up on it, with 600 s and 4096 MB: it ended with 3"
    assert ocr.recognised(SCAN.read_bytes()) == ocr.Letters((), given_up)


def test_a_scan_that_takes_too_much_memory_is_given_up(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(programs, ocrmypdf=in_python("bytearray(512 << 20)\n", "-SE"), tesseract=LANGUAGES)
    monkeypatch.setattr(ocr, "MEGABYTES", 256)
    assert ocr.recognised(b"x").said == "ocrmypdf gave up on it, with 600 s and 256 MB: MemoryError"


def test_what_takes_too_long_ends_with_all_that_it_has_started(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(alive := tmp_path / "alive")
    listening = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    install(programs, ocrmypdf=f"#!/bin/sh\n(sleep 30; echo late) > '{alive}' &\nwait\n", tesseract=LANGUAGES)
    monkeypatch.setattr(ocr, "PATIENCE", 0.2)
    assert ocr.recognised(b"x").said == "ocrmypdf gave up on it, with 0.2 s and 4096 MB: that is not enough"
    os.set_blocking(listening, True)
    assert os.read(listening, 9) == b"", "somebody was left who could write"
    os.close(listening)


@pytest.mark.proof
@needs("ocrmypdf", "tesseract")
def test_the_real_program_reads_a_scan_of_the_example() -> None:
    text = recognised()
    assert [each for each in ("Elbfunk", "Glasfaser Gewerbe", "01.02.2027", "54,90 EUR") if each not in text] == []
    if shutil.which("tesseract") and "deu" in " ".join(ocr._languages()):
        assert "Vertragsverlängerung" in text
