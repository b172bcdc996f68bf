"""An editor saves while a command is at work: nothing is written, and nobody's text is lost."""

from pathlib import Path
from typing import Any

import pytest

from backoffice.workspace import apply
from tests.cli.desk import DRAFT, Desk

EDITED = DRAFT.replace("500", "700")


def test_a_draft_edited_between_reading_and_issuing_is_not_issued(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write = apply.write

    def saved_first(*given: Any, **more: Any) -> Any:  # noqa: ANN401
        desk.write({"invoices/drafts/website.md": EDITED})
        return write(*given, **more)

    monkeypatch.setattr(apply, "write", saved_first)
    said = desk.run("invoice", "issue", "website", "--no-pdf")
    assert said.code == 1
    assert "invoices/drafts/website.md was changed meanwhile; nothing was written" in said.err
    assert not Path(desk.root, "invoices/2026").exists()
    monkeypatch.undo()
    issued = desk.run("invoice", "issue", "website", "--no-pdf", "--format", "json").json["data"]
    assert issued["gross"] == {"amount": "1666.00", "currency": "EUR"}
    assert desk.run("check").code == 0
