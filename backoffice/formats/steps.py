"""A plan as bytes: which files it makes, changes and takes away, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from backoffice.core.change import AddEntry, AddFile, AddRecord, AddText, Plan, PutFile, RemoveFile, SetField, Step
from backoffice.core.diagnostic import Fault, Location
from backoffice.core.errors import RefusedError
from backoffice.core.hints import TypeAlias
from backoffice.formats.edit import add_text, append_entry, set_field
from backoffice.formats.frontmatter import read
from backoffice.formats.layout import is_fronted
from backoffice.formats.write import new_file

Current: TypeAlias = Callable[[str], bytes | None]
"""Answers what a file holds now; None when it does not exist."""

Files: TypeAlias = dict[str, bytes | None]
"""What files shall hold; None: they shall be gone."""

PATH_TAKEN = Fault(
    "path-taken",
    "A new file was to be written where another one already is. Nothing is ever overwritten by a new file.",
)
NO_SUCH_FILE = Fault("no-such-file", "A file that was to be changed or moved does not exist (any more).")
CHANGED = Fault(
    "changed-meanwhile",
    "A file that was to be replaced as a whole is not what the new content was made from. Repeat the command.",
)
NOT_WRITABLE = Fault(
    "not-writable",
    "What was to be written cannot be written so that it is read back as the same: nothing was written.",
)
FAULTS = (PATH_TAKEN, NO_SUCH_FILE, CHANGED, NOT_WRITABLE)


def changes_of(plan: Plan, current: Current) -> Files:
    """Return what the files that ``plan`` touches shall hold; files that would stay the same are left out.

    Raises:
        RefusedError: when a step cannot be done; nothing of the plan may be written then.
    """
    files: Files = {}
    for step in plan.steps:
        files |= apply_step(step, partial(_after, files, current))
    return {path: content for path, content in files.items() if content != current(path)}


def _after(files: Files, current: Current, path: str) -> bytes | None:
    return files[path] if path in files else current(path)


def apply_step(step: Step, current: Current) -> Files:
    """Return what one step makes of the files it touches.

    Raises:
        RefusedError: as ``changes_of``.
    """
    match step:
        case AddRecord():
            return _added(step.path, _record_bytes(step), current)
        case AddEntry():
            return {step.path: append_entry(current(step.path) or b"[]\n", step.path, step.fields)}
        case AddFile():
            return _added(step.path, step.content, current)
        case PutFile():
            return _put(step, current)
        case SetField():
            return {step.path: set_field(_existing(step.path, current), step.path, step.field, step.value)}
        case AddText():
            return {step.path: add_text(_existing(step.path, current), step.path, step.text)}
        case RemoveFile():
            _existing(step.path, current)
            return {step.path: None}
    return {step.path: None} | _added(step.to, _existing(step.path, current), current, same=False)


def _added(path: str, content: bytes, current: Current, *, same: bool = True) -> Files:
    there = current(path)
    if there is not None and not (same and there == content):
        raise _refused(PATH_TAKEN, path, "there is already a file of this name")
    return {path: content}


def _put(step: PutFile, current: Current) -> Files:
    if current(step.path) != step.old:
        raise _refused(CHANGED, step.path, "the file was changed meanwhile")
    return {step.path: step.content}


def _existing(path: str, current: Current) -> bytes:
    content = current(path)
    if content is None:
        raise _refused(NO_SUCH_FILE, path, "there is no such file")
    return content


def _record_bytes(step: AddRecord) -> bytes:
    """Write a record, and read it to prove that it says what the step says."""
    body = step.body.replace("\r\n", "\n").strip()
    if body and not is_fronted(step.path):
        raise _refused(NOT_WRITABLE, step.path, "there is no place for text below the fields")
    raw = new_file(step.path, step.fields, body).encode(errors="surrogatepass")
    reading = read(step.path, raw)
    if reading.diagnostics:
        raise RefusedError(f"{step.path} cannot be written", diagnostics=reading.diagnostics)
    (document,) = reading.documents
    if document.fields != step.fields or document.body != body:
        raise _refused(NOT_WRITABLE, step.path, "the fields or the text would not be read back as they are")
    return raw


def _refused(fault: Fault, path: str, message: str) -> RefusedError:
    return RefusedError(f"{path}: {message}", diagnostics=(fault.at(Location(path), message),))
