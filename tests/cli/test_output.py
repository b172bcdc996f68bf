"""How sentences are printed: whole into a pipe, broken between words for a person."""

import io
import os

import pytest

from backoffice.cli import output

SENTENCE = "The file was changed after it was issued."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_sentence_is_folded_for_a_person_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "window", lambda: os.terminal_size((20, 5)))
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert output.folded(SENTENCE) == [SENTENCE]
    monkeypatch.setattr("sys.stdout", Terminal())
    assert output.folded(SENTENCE) == ["The file was changed", "after it was issued."]
