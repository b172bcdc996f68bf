"""Everything that can make a file unreadable, and the exception that carries one such finding."""

from __future__ import annotations

from backoffice.core.diagnostic import Diagnostic, Fault, Location

TOO_LARGE = Fault(
    "too-large",
    "Front matter may have 1 MiB and a file 16 MiB. More than that is not a record: it is most likely an "
    "attachment in the wrong place, or a file that a program has written into without end.",
)
NOT_UTF8 = Fault(
    "not-utf8",
    "The bytes of the file are not UTF-8 text, so nobody can say which letters they stand for. Open the "
    "file in an editor with the encoding it was written in (often latin-1 or Windows-1252) and save it as "
    "UTF-8.",
)
CONTROL_CHARACTER = Fault(
    "control-character",
    "The text has a character that cannot be seen: a control character, a line separator, a byte order mark"
    " inside the text, or one that turns the direction of writing around. Such characters make a file look "
    "different from what it says, or steer the terminal it is shown on. Delete it.",
)
MERGE_CONFLICT = Fault(
    "merge-conflict",
    "The file has the marks that git leaves where two changes met. Until a person has decided between the "
    "two sides, nothing is read from the file and nothing is written to it. Keep one side and delete the "
    "lines that start with <<<<<<<, =======, ||||||| and >>>>>>>.",
)
NO_HEADER = Fault(
    "no-header",
    "A Markdown record starts with its fields: a first line ---, one field per line, and a line --- that ends them.",
)
UNCLOSED_HEADER = Fault(
    "unclosed-header",
    "The fields start with a line --- and nothing ends them. Without the second line --- all of the text "
    "would be taken for fields, or all fields for text.",
)
NOT_A_MAPPING = Fault(
    "not-a-mapping",
    "Where fields are expected (name: value), there is a single text or a list. A file of many entries is a"
    " list, each entry of which has fields.",
)
EMPTY_FILE = Fault(
    "empty-file",
    "The file says nothing, which is most likely an accident. A list without entries is written [].",
)
YAML_SYNTAX = Fault(
    "yaml-syntax",
    "The text breaks the rules of YAML. The usual reasons: a text with a colon and a space in it that has "
    "no quotes, tabs instead of spaces at the start of a line, lines that do not line up, a quote that is "
    "not closed.",
)
DUPLICATE_KEY = Fault(
    "duplicate-key",
    "A field is there twice. Most YAML programs silently keep the last one; a merge of two branches makes "
    "such files without a conflict. Delete one of the two.",
)
BAD_NAME = Fault(
    "bad-name",
    "The name of a field must be a single text: not empty, not a list or a group, and in the composed form "
    "of Unicode (NFC), so that two names that look the same are the same.",
)
ANCHOR = Fault(
    "anchor",
    "YAML can name a value (&name) and repeat it elsewhere (*name). Records do not use this: every record "
    "says what it says in its own place, and a few lines of it could otherwise stand for gigabytes. Write "
    "the value out; put a text that starts with & or * in quotes.",
)
MERGE_KEY = Fault(
    "merge-key",
    "YAML can copy the fields of one group into another (<<). Records do not use this: write the fields out.",
)
TAG = Fault(
    "tag",
    "YAML can force a type on a value (!!int, !thing). Records do not use this: the field decides what its "
    "text means. Put a text that starts with ! in quotes.",
)
DIRECTIVE = Fault(
    "directive",
    "YAML can change its own rules by lines that start with %. Records do not use this: delete the line.",
)
MANY_DOCUMENTS = Fault(
    "many-documents",
    "YAML can hold several documents in one file, separated by lines ---. Records do not use this: one file"
    " is one record, or one list of entries.",
)
TOO_DEEP = Fault(
    "too-deep",
    "Groups and lists are nested more than twenty deep. No record needs this; text that is nested without "
    "end is a known way to make programs crash.",
)
FAULTS = (
    TOO_LARGE,
    NOT_UTF8,
    CONTROL_CHARACTER,
    MERGE_CONFLICT,
    NO_HEADER,
    UNCLOSED_HEADER,
    NOT_A_MAPPING,
    EMPTY_FILE,
    YAML_SYNTAX,
    DUPLICATE_KEY,
    BAD_NAME,
    ANCHOR,
    MERGE_KEY,
    TAG,
    DIRECTIVE,
    MANY_DOCUMENTS,
    TOO_DEEP,
)


FIELDS = "fields look like name: value, one on each line"
"""What to do about something that has none."""


class UnreadableError(Exception):
    """A text cannot be read.

    Never a ``ValueError``, which python-frontmatter would take for text without fields in front of it. Line
    and column count from 1 in the text that was given; 0 is unknown.
    """

    def __init__(self, fault: Fault, message: str, *, line: int = 0, column: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.line = line
        self.column = column
        self.hint = hint

    def at(self, path: str) -> Diagnostic:
        """Return the finding as one about the file at ``path``."""
        return self.fault.at(Location(path, self.line, self.column), self.message, hint=self.hint)
