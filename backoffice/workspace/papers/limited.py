"""Reading PDFs in a process of its own that has little time, little memory, and nothing of ours but the file."""

from __future__ import annotations

from backoffice.formats.confined import Confined, EndedError, Limits
from backoffice.formats.pdf_text import PdfText
from backoffice.formats.received import question

_LITTLE = Limits(megabytes=1024)


class Reader(Confined):
    """One reading process."""

    def __init__(self, limits: Limits = _LITTLE) -> None:
        """Start nothing yet."""
        super().__init__("backoffice.formats.received", limits)

    def read(self, content: bytes) -> PdfText:
        """Return the text of a PDF; where it takes too much, that it does."""
        try:
            said, _ = self.ask(question("text", content))
        except EndedError:
            return PdfText(said=f"reading it took more than {self.limits.seconds} s or {self.limits.megabytes} MB")
        return PdfText(tuple(said["pages"]), said["said"])
