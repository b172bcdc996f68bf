"""What goes into the printing process and comes out of it: a record as JSON, a PDF with warnings."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from backoffice.core.diagnostic import Location
from backoffice.core.hints import Any, TypeAlias
from backoffice.core.plain import fields_tree
from backoffice.core.settings import PATH, Settings
from backoffice.core.thaw import thaw
from backoffice.kinds.credit_note import CreditNote
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.quote.offer import Quote

Printable: TypeAlias = "Invoice | CreditNote | Quote"
_KINDS: Mapping[str, type[Printable]] = {each.noun: each for each in (Invoice, CreditNote, Quote)}


@dataclass(frozen=True, kw_only=True)
class Job:
    """One document to print. ``files`` are those of the workspace it shows (the logo), by path.

    ``templates`` are the user's own, by name, before those of the package. ``preview`` marks a draft.
    """

    document: Printable
    settings: Settings
    files: Mapping[str, bytes] = field(default_factory=dict)
    preview: bool = False
    templates: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call the document."""
        return self.document.id

    def text(self) -> str:
        """Return the job as one line of JSON."""
        return json.dumps(
            {
                "noun": self.document.noun,
                "id": self.document.id,
                "path": self.document.where.path,
                "fields": fields_tree(self.document),
                "settings": fields_tree(self.settings),
                "files": {path: base64.b64encode(content).decode() for path, content in self.files.items()},
                "preview": self.preview,
                "templates": dict(self.templates),
            }
        )

    @classmethod
    def read(cls, text: str) -> Job:
        """Return the job that ``text`` says."""
        said: dict[str, Any] = json.loads(text)
        record = _KINDS[said["noun"]]
        return cls(
            document=thaw(record, said["id"], Location(said["path"]), said["fields"]),
            settings=thaw(Settings, Settings.noun, Location(PATH), said["settings"]),
            files={path: base64.b64decode(content) for path, content in said["files"].items()},
            preview=said["preview"],
            templates=said["templates"],
        )


@dataclass(frozen=True, kw_only=True)
class Composed:
    """A letter whose words are chosen already: its template and style, and the page as ``asdict`` has it.

    ``identifier`` is what makes the document itself; ``name`` is what people call it.
    """

    name: str
    template: str
    style: str
    page: Mapping[str, Any]
    identifier: str
    templates: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the letter as one line of JSON."""
        return json.dumps({"composed": asdict(self)})


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that goes behind an invoice: its name, for people, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A printed invoice, and the papers that go behind it."""

    name: str
    pdf: bytes
    papers: tuple[Paper, ...]

    def text(self) -> str:
        """Return the job as one line of JSON."""
        papers = [[paper.name, base64.b64encode(paper.content).decode()] for paper in self.papers]
        return json.dumps({"bound": [self.name, base64.b64encode(self.pdf).decode(), papers]})

    @classmethod
    def read(cls, said: Any) -> Bound:  # noqa: ANN401 - as JSON has it
        """Return the job that ``text`` said."""
        name, pdf, papers = said
        found = (Paper(name=each, content=base64.b64decode(content)) for each, content in papers)
        return cls(name=name, pdf=base64.b64decode(pdf), papers=tuple(found))


def read_job(text: str) -> Job | Composed | Bound:
    """Return what ``text`` says is to be printed."""
    said: dict[str, Any] = json.loads(text)
    if "bound" in said:
        return Bound.read(said["bound"])
    return Composed(**said["composed"]) if "composed" in said else Job.read(text)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, and what could not be printed as asked: refused addresses, missing characters or logo."""

    pdf: bytes
    warnings: tuple[str, ...] = ()
