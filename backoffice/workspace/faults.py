"""What can be wrong with a file as a file: its name, its place, its sort. What it says is judged elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.errors import RefusedError
from backoffice.core.settings import PATH

BAD_ID = Fault(
    "bad-id",
    "The name of a file is the id of its record, and ids are typed, linked to and sorted: most are small letters, "
    "digits and dashes, those of invoices are their numbers. The file is not read until it has such a name.",
)
STRAY_FILE = Fault(
    "stray-file",
    "A text file lies among records, but its name or its folder is not one that records have there, so nothing reads "
    "it. Most often a folder for the year is missing, or the ending is not the right one.",
    "warning",
)
NOT_A_FILE = Fault(
    "not-a-file",
    "Where a record could be there is a link, a folder or a device. Links are never followed: what they lead to may "
    "lie outside of the workspace, and git keeps only the link.",
)
NO_ACCESS = Fault("no-access", "A file cannot be read: the system refuses it, or the disk fails.")
MANY_RECORDS = Fault("many-records", "A file says more or less than one record; a file of this kind is one record.")
SAME_ENTRY = Fault(
    "same-entry",
    "An entry of a list stands in its file twice, as a merge of two copies can leave it, or two entries say too much "
    "alike to be told apart. Delete one of them, or say in its text what it was. The first counts.",
)
UNBALANCED = Fault(
    "unbalanced",
    "What a record means for the books does not add up to zero, as happens when stored totals were changed by hand. It "
    "would make every report wrong, so nothing of it counts until its totals are right again.",
)
SAME_ID = Fault(
    "same-id",
    "Two files have one id, most often because one was copied into the folder of another year. Only the last of them, "
    "by path, is in the books.",
)
TWIN_ID = Fault(
    "twin-id",
    "Two ids differ only in capital letters. Disks that do not tell them apart (macOS, Windows) can hold only one of "
    "the two files, so the other would be lost without a word.",
)
NO_SETTINGS = Fault(
    "no-settings", "A workspace has its settings in backoffice.yaml; without them there is no currency and no account."
)
FAULTS = (
    BAD_ID,
    STRAY_FILE,
    NOT_A_FILE,
    NO_ACCESS,
    MANY_RECORDS,
    SAME_ENTRY,
    UNBALANCED,
    SAME_ID,
    TWIN_ID,
    NO_SETTINGS,
)


def clash(noun: str, path: str, identity: str, first: tuple[str, str]) -> Diagnostic:
    """Return that the record at ``path`` has the id of another (id and path), or the same but for capital letters."""
    other, place = first
    if identity == other:
        return SAME_ID.at(Location(path), f"{noun} {identity} is also in {place}", hint="rename or delete one")
    return TWIN_ID.at(Location(path), f"{noun} {identity} differs from {place} only in capitals", hint="rename one")


def missing_settings() -> Diagnostic:
    """Return that there is no file of settings."""
    return NO_SETTINGS.at(Location(PATH), f"there is no {PATH}", hint="make one with `backoffice init`")


def no_settings(problems: Sequence[Diagnostic]) -> RefusedError:
    """Return why what needs the settings cannot be done."""
    wrong = [each for each in problems if each.where.path == PATH]
    return RefusedError(f"{PATH} cannot be read, and this needs the settings", diagnostics=wrong)
