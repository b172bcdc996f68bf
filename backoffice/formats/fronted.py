"""Fields in front of a text, split and read by python-frontmatter, which asks our handler where they end.

So its silent answers (no fields at all for an unclosed header, a byte order mark or a merge marker) cannot happen.
"""

from __future__ import annotations

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from backoffice.core.document import Tree
from backoffice.core.hints import Any, cast
from backoffice.formats.faults import FIELDS, NOT_A_MAPPING, UnreadableError
from backoffice.formats.layout import header_of
from backoffice.formats.text import refuse_divider
from backoffice.formats.yaml_text import parse


class _Strict(BaseHandler):
    """What python-frontmatter calls: split by our own rules, read by our own reader."""

    FM_BOUNDARY = re.compile("---")

    def split(self, text: str) -> tuple[str, str]:
        layout = header_of(text)
        return text[layout.start : layout.end], text[layout.body :]

    def load(self, fm: str) -> dict[str, Any]:
        refuse_divider(fm)
        tree = parse(fm).tree
        if tree is None:
            return {}
        if not isinstance(tree, dict):
            raise UnreadableError(NOT_A_MAPPING, "the fields are not fields", line=2, column=1, hint=FIELDS)
        return tree


_STRICT = _Strict()


def split(text: str) -> tuple[dict[str, Tree], str]:
    """Return the fields in front of a text, and the text.

    Raises:
        UnreadableError: for everything but plain fields between two lines ``---``.
    """
    if not text.startswith("---"):  # python-frontmatter drops blank lines in front, and all lines would count wrong
        header_of(text)
    fields, body = frontmatter.parse(text, handler=_STRICT)
    return cast("dict[str, Tree]", fields), body
