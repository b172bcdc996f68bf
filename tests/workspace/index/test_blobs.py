"""Names of contents are those that git gives."""

import sys
from pathlib import Path

import pytest

from backoffice.workspace.index.blobs import blob_of, hashing_of
from tests.workspace.sandbox import git, put


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("missing", ["nothing", "hashlib", "_sha1"])
def test_as_git_says(tmp_path: Path, form: str, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "--quiet", f"--object-format={form}")
    put(tmp_path, {"note": "Grüße\n"})
    said = git(tmp_path, "hash-object", "note")
    if missing == "_sha1":  # as where Python was built without it
        monkeypatch.setitem(sys.modules, missing, None)
    if missing != "nothing":
        monkeypatch.delitem(sys.modules, "hashlib", raising=False)
    assert blob_of("Grüße\n".encode(), form) == said
    assert hashing_of(said) == form
