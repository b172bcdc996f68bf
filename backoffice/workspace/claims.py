"""Which files are records: the places of all kinds as plain data, so that asking imports no kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from backoffice.core.hints import Match, Pattern, Self
from backoffice.core.named import NamedTuple
from backoffice.core.template import pattern_of
from backoffice.workspace.json_text import parsed

TEXTS = (".md", ".yaml", ".yml")


class Place(NamedTuple):
    """Where the records of a kind lie: its noun, the templates of its paths, the form of its ids."""

    noun: str
    paths: tuple[str, ...]
    id_pattern: str


class Claim(NamedTuple):
    """A path as the place of a record: of which kind, under which id."""

    noun: str
    identity: str


class Claims:
    """The claims that all kinds have on paths; of two kinds that claim one path, the first has it."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        self._templates = [path for place in self.places for path in place.paths]
        nouns = [place.noun for place in self.places for _ in place.paths]
        self._named = {
            f"t{n}": (noun, f"i{n}" if "{id}" in template else "")
            for n, (noun, template) in enumerate(zip(nouns, self._templates, strict=True))
        }
        """The noun of each group of a pattern, and the group of its id, if it has any."""
        self._files: dict[str, Pattern[str]] = {}

    @classmethod
    def of_kinds(cls) -> Self:
        """Return the claims of all kinds; imports every one of them."""
        from backoffice.kinds import kinds

        return cls(Place(kind.noun, kind.paths, kind.id_pattern) for kind in kinds())

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return the claims that were written as ``text``, without importing a kind."""
        return cls(Place(noun, tuple(paths), form) for noun, paths, form in parsed(text))

    @property
    def text(self) -> str:
        """The claims as text, for ``of_text``."""
        import json

        return json.dumps(self.places)

    def of(self, path: str) -> Claim | None:
        """Return whose record the file at ``path`` is; None where it is none."""
        match = self._match(path)
        if match is None:
            return None
        noun, name = self._named[match.lastgroup or ""]
        return Claim(noun, match[name] if name else noun)

    def __contains__(self, path: str) -> bool:
        """Tell whether the file at ``path`` is a record's."""
        return self._match(path) is not None

    def _match(self, path: str) -> Match[str] | None:
        top = _top(path)
        match = (self._files.get(top) or self._files_in(top)).fullmatch(path)
        return match if match and _is_text(path) else None

    def allows(self, claim: Claim) -> bool:
        """Tell whether the id has the form that ids of its kind must have."""
        return self._ids[claim.noun].fullmatch(claim.identity) is not None

    def form(self, noun: str) -> str:
        """Return the form that ids of a kind must have, as a regular expression."""
        return self._ids[noun].pattern

    def expects(self, folder: str) -> bool:
        """Tell whether records can lie in ``folder`` or in a folder below it."""
        return self._folders.fullmatch(folder) is not None

    def places_in(self, folder: str) -> tuple[str, ...]:
        """Return the templates of the records that can lie in ``folder`` or below it."""
        import re

        return tuple(
            template
            for template in self._templates
            if any(re.fullmatch(pattern_of(above), folder) for above in _above(template))
        )

    @cached_property
    def tops(self) -> tuple[str, ...]:
        """The folders of the root below which records lie."""
        return tuple(dict.fromkeys(template.partition("/")[0] for template in self._templates if "/" in template))

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The paths of records in the root itself, such as ``backoffice.yaml``."""
        return tuple(template for template in self._templates if "/" not in template)

    def _files_in(self, top: str) -> Pattern[str]:
        """Make the pattern of the records below a folder of the root; one for all takes long to compile."""
        import re

        here = [(n, each) for n, each in enumerate(self._templates) if _top(each) == top]
        pattern = "|".join(f"(?P<t{n}>{_numbered(each, n)})" for n, each in here)
        made = self._files[top] = re.compile(pattern or _NOTHING)
        return made

    @cached_property
    def _folders(self) -> Pattern[str]:
        import re

        above = dict.fromkeys(folder for template in self._templates for folder in _above(template))
        return re.compile("|".join(_anonymous(folder) for folder in above))

    @cached_property
    def _ids(self) -> dict[str, Pattern[str]]:
        import re

        return {place.noun: re.compile(place.id_pattern) for place in self.places}


_NOTHING = r"(?!)"


def _top(path: str) -> str:
    return path[: path.find("/") + 1]


def _is_text(path: str) -> bool:
    """Tell whether a path is UTF-8; nothing can be said about another on one line."""
    return path.isascii() or not any("\ud800" <= character <= "\udfff" for character in path)


def _above(template: str) -> list[str]:
    parts = template.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _anonymous(template: str) -> str:
    import re

    return re.sub(r"\?P<\w+>", "?:", pattern_of(template))


def _numbered(template: str, number: int) -> str:
    """Keep only the id's group, named for the template: one pattern holds the groups of all templates."""
    import re

    return re.sub(r"\?P<(\w+)>", lambda match: f"?P<i{number}>" if match[1] == "id" else "?:", pattern_of(template))
