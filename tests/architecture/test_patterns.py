"""Patterns mean the same on every Python that is declared."""

import ast
import re
from collections.abc import Iterator

from tests.playground import REPOSITORY

POSSESSIVE = re.compile(r"(?<!\\)[*+?}]\+|\(\?>")
OTHERS = {"[ ]*(?:[-*+]|[0-9]+[.)])[ ]", "!#$%&()*+,-./:;<=>?@[]^_{|}~"}
"""Texts that only look like it."""


def literals() -> Iterator[str]:
    for path in sorted((REPOSITORY / "backoffice").rglob("*.py")):
        nodes = ast.walk(ast.parse(path.read_text()))
        yield from (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_pattern_is_possessive() -> None:
    """Python 3.11.2, which is Debian's, loses characters in possessive repetitions."""
    assert {text for text in literals() if POSSESSIVE.search(text)} <= OTHERS
