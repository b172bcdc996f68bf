"""What is wrong, where, and the way out: diagnostics as values.

A *fault* is a way in which records can be wrong. It is declared once, beside the code that looks for it, and
carries the text that ``check --explain CODE`` prints. A *diagnostic* is one finding of a fault at one place.
"""

from __future__ import annotations

from backoffice.core.hints import Literal, TypeAlias
from backoffice.core.named import NamedTuple

Severity: TypeAlias = Literal["error", "warning"]
"""How bad a finding is; only errors make a command fail."""


class Location(NamedTuple):
    """A place in a workspace: slash-separated path from its root, line and column from 1 (0: the whole file)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path:line:column`` without the parts that are unknown."""
        return ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])


class Diagnostic(NamedTuple):
    """One finding. Sorts by place; prints as ``path:line:column: error: message [code]``.

    ``about`` is the path of the field behind a finding whose place only the reader of the text knows.
    """

    where: Location
    code: str
    message: str
    severity: Severity = "error"
    hint: str = ""
    about: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        """Return the finding on one line, as compilers print theirs."""
        return f"{self.where}: {self.severity}: {self.message} [{self.code}]"


class Fault(NamedTuple):
    """A way in which records can be wrong: a kebab-case code and what ``--explain`` says about it."""

    code: str
    explain: str
    severity: Severity = "error"

    def at(self, where: Location, message: str, *, hint: str = "", about: tuple[str | int, ...] = ()) -> Diagnostic:
        """Return the finding of this fault at ``where``, or at the field ``about`` once its record's text is known."""
        return Diagnostic(where, self.code, message, self.severity, hint, about)
