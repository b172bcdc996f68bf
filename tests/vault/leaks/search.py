"""Search a disk for a secret: every file, every object of git inflated, in the forms in which a text may lie about."""

import base64
import json
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote


def forms(secret: str) -> set[bytes]:
    """Return a secret as it stands in plain text, YAML, JSON, a URL, UTF-16, hexadecimal digits and base64."""
    raw = secret.encode()
    shifted = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    texts = [json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], quote(secret), raw.hex()]
    return {raw, secret.encode("utf-16-le"), *shifted, *(text.encode() for text in texts)}


def found(secret: str, *folders: Path) -> list[str]:
    """Return where in these folders a secret lies in clear text."""
    looked_for = forms(secret)
    places = [(str(path), content) for folder in folders for path, content in _files(folder)]
    places += [(f"{folder}: object", content) for folder in folders for content in _objects(folder)]
    names = [(f"name of {path}", str(path).encode()) for folder in folders for path in folder.rglob("*")]
    return sorted({place for place, content in (*places, *names) if any(form in content for form in looked_for)})


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            yield path, content
            yield path, _inflated(content)


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


def _objects(folder: Path) -> Iterator[bytes]:
    """Yield every object of every repository, packed ones and unreachable ones too."""
    for head in folder.rglob(".git/HEAD"):
        words = ["git", "cat-file", "--batch", "--batch-all-objects", "--unordered"]
        done = subprocess.run(words, cwd=head.parent.parent, capture_output=True, check=True)
        yield done.stdout
