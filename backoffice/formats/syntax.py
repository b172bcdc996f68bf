"""What a YAML parser's complaint means to a person, and what to do about it."""

from __future__ import annotations

from backoffice.core.hints import Any

_QUOTE = "put a text with a colon and a space in it in quotes"
_LINE_UP = "the fields of one group start in the same column, and nothing follows a closing quote or bracket"
_SPACES = "start lines with spaces, never with tabs"
_CLOSE = "close it"
_MEANINGS = {
    "mapping values are not allowed": ("a colon where no field can start", _QUOTE, False),
    "could not find expected ':'": ("a line without a colon among the fields", "write name: value", True),
    "found unexpected end of stream": ("a quote that is never closed", _CLOSE, True),
    "found unexpected document indicator": ("a quote that is never closed", _CLOSE, True),
    "did not find expected ',' or ']'": ("a list [ that is never closed, or lacks a comma", _CLOSE, True),
    "did not find expected ',' or '}'": ("a group { that is never closed, or lacks a comma", _CLOSE, True),
    "expected ',' or ']'": ("a list [ that is never closed, or lacks a comma", _CLOSE, True),
    "expected ',' or '}'": ("a group { that is never closed, or lacks a comma", _CLOSE, True),
    "found unknown escape character": (
        "an unknown escape after a backslash",
        "use single quotes, in which a backslash is a backslash",
        False,
    ),
    "block sequence entries are not allowed": (
        "a list cannot start here",
        "start it on a line of its own",
        False,
    ),
    "did not find expected key": ("this does not belong here", _LINE_UP, False),
    "did not find expected '-' indicator": ("a field after a list, which does not line up with it", _LINE_UP, False),
    "did not find expected <document start>": ("this does not belong here", _LINE_UP, False),
    "expected alphabetic or numeric": ("a value cannot start with & or *", "put it in quotes", True),
    "found a tab character": ("a tab at the start of a line", _SPACES, False),
}
"""Of the parser's words: ours, the way out, and whether the place is where the trouble began."""


def explained(error: Any, text: str) -> tuple[str, str, Any]:  # noqa: ANN401 - yaml stays in yaml_text
    """Return message, hint and the mark to point at, for a syntax error of a YAML parser in ``text``."""
    mark, problem = error.problem_mark, str(error.problem)
    for words, (message, hint, began) in _MEANINGS.items():
        if words in problem:
            return message, hint, error.context_mark if began and error.context_mark else mark
    if "cannot start any token" in problem:
        character = text[mark.index]
        if character == "\t":
            return "a tab at the start of a line", _SPACES, mark
        return f"a value cannot start with {character}", "put it in quotes", mark
    return f"not YAML: {problem}", "", mark
