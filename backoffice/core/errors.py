"""The one family of errors a command can end with; ``exit_code`` says how."""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.core.diagnostic import Diagnostic
from backoffice.core.hints import Self


class BackofficeError(Exception):
    """A command cannot go on, for a reason the user can understand and act on.

    ``hint`` is the way out, ``diagnostics`` the located findings behind the refusal.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", diagnostics: Sequence[Diagnostic] = ()) -> None:
        """Say what is wrong in ``message``, in one sentence without a final stop."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics)


class RefusedError(BackofficeError):
    """The records, as they are, do not allow what was asked."""

    @classmethod
    def of(cls, found: Diagnostic) -> Self:
        """Return the refusal for one finding, which says all there is to say."""
        return cls(found.message, hint=found.hint, diagnostics=[found])


class MissingError(BackofficeError):
    """What was asked for does not exist."""


class OutputError(OSError):
    """An answer cannot be written where it goes; what it is about may be done all the same."""


class UsageError(BackofficeError):
    """The words of the command are wrong."""

    exit_code = 2


class ValueTextError(ValueError):
    """A piece of text is not a value of the type asked for; the message completes *"… is not"*."""
