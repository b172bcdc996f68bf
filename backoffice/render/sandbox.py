"""Where templates run: an immutable sandbox that escapes, knows no other folder, and forgives nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from traceback import walk_tb

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.render.own_pages import BROKEN, FOLDER, LARGEST, path_of

_WORDS = ("a", "b", "code", "del", "em", "i", "s", "strong", "sub", "sup", "u")
_BLOCKS = ("blockquote", "br", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "ul")
_TABLES = ("table", "tbody", "td", "th", "thead", "tr")
_ITEM = r"[ ]*(?:[-*+]|[0-9]+[.)])[ ]"
_TIGHT_LIST = re.compile(rf"^(?!{_ITEM})(?=.*\S).*\n(?={_ITEM})", re.MULTILINE)
"""Text with a list right below it: people expect a list there, Markdown wants an empty line first."""
_MARKUP_OR_LONG_WORD = re.compile(r"<[^>]*>|&[^;\s]*;|[^\s<>&]{31,}")
_SCHEMES = frozenset({"https", "http", "mailto"})


def prose(text: str, *, breaks: bool = False) -> Markup:
    """Return Markdown as HTML of nothing but words, emphasis, lists, tables and links.

    Images, styles, scripts and links not to the web or a mailbox are dropped. ``breaks`` keeps line ends.
    """
    from markdown import markdown
    from nh3 import clean

    if not text.strip():
        return Markup()
    text = _TIGHT_LIST.sub(r"\g<0>\n", text)
    extensions = ["tables", "sane_lists", *(["nl2br"] if breaks else [])]
    html = markdown(text, extensions=extensions, output_format="html")
    cleaned = clean(
        html,
        tags={*_WORDS, *_BLOCKS, *_TABLES},
        attributes={"a": {"href"}},
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    return Markup(cleaned)  # noqa: S704 - it has just been cleaned


def breakable(text: str) -> Markup:
    """Return text in which words that are too long for a column may be broken, so that the figures stay on the page.

    Invisible blanks cost nothing; ``overflow-wrap: anywhere`` lays each letter of a table out by itself.
    """
    return Markup(_MARKUP_OR_LONG_WORD.sub(_parted, Markup.escape(text)))  # noqa: S704 - only blanks are new


def _parted(found: re.Match[str]) -> str:
    word = found[0]
    return word if word[0] in "<&" else "\N{ZERO WIDTH SPACE}".join(re.findall(".{1,8}", word))


def _environment(loader: jinja2.BaseLoader) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    environment.filters["breakable"] = breakable
    return environment


def _own(own: Mapping[str, str]) -> jinja2.BaseLoader:
    """Return what finds templates of the user's own, each under its path, by which errors name it."""

    def find(name: str) -> tuple[str, str, None] | None:
        return (own[name], path_of(name), None) if name in own else None

    return jinja2.FunctionLoader(find)


@lru_cache(maxsize=1)
def _pages() -> ImmutableSandboxedEnvironment:
    return _environment(jinja2.PackageLoader("backoffice.render", "pages"))


def fill(template: str, own: Mapping[str, str] | None = None, **values: object) -> str:
    """Return a template, filled in. ``own`` templates come before the package's; there are no others.

    Raises:
        RefusedError: with the place, and what is missing, forbidden or misspelt there.
    """
    for name, source in (own or {}).items():
        if len(source) > LARGEST:
            raise _broken(Location(path_of(name)), f"it has {len(source)} characters; a template has at most {LARGEST}")
    pages = _pages()
    if own and pages.loader:
        pages = _environment(jinja2.ChoiceLoader([_own(own), pages.loader]))
    try:
        return pages.get_template(template).render(values)
    except jinja2.TemplateNotFound as error:
        raise _broken(_found(error, template), f"it asks for {error.message}, and there is no such template") from error
    except jinja2.TemplateSyntaxError as error:
        raise _broken(Location(error.filename or template, error.lineno), error.message or "misspelt") from error
    except (
        jinja2.TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise _broken(_found(error, template), _plain(str(error))) from error


def _plain(said: str) -> str:
    """Say of something missing only what it is, without the names that our code has for things."""
    return re.sub(r"^'[^']+ object' has no attribute ('[^']+')$", r"there is no \1 here", said)


def _broken(where: Location, say: str) -> RefusedError:
    return RefusedError(f"{where.path} cannot be filled in", diagnostics=[BROKEN.at(where, say)])


def _found(error: BaseException, template: str) -> Location:
    """Return the place of an error: the innermost template that the traceback, into which jinja puts them, knows."""
    places = [
        Location(frame.f_code.co_filename, line)
        for frame, line in walk_tb(error.__traceback__)
        if "__jinja_exception__" in frame.f_globals
    ]
    own = [each for each in places if each.path.startswith(f"{FOLDER}/")]
    return (own or [Location(path_of(template))])[-1]


_LANGUAGE = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr, nodes.If),
    *(nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
)
"""What terms may consist of: blanks and conditions. Nothing repeats or computes, so nothing runs for long."""


def fill_terms(name: str, source: str, values: Mapping[str, object]) -> str:
    """Return the text of terms with its blanks filled in; plain text, nothing is escaped.

    Raises:
        RefusedError: naming the place, and what is missing, forbidden or misspelt there.
    """
    if len(source) > LARGEST:
        raise RefusedError(f"{name} has {len(source)} characters; terms have at most {LARGEST}")
    pages = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    try:
        for node in pages.parse(source, name).find_all(nodes.Node):
            if not isinstance(node, (*_LANGUAGE, nodes.Helper)):
                what = type(node).__name__.lower()
                raise RefusedError(f"{name}:{node.lineno}: terms have blanks and conditions only, and this is a {what}")
        return pages.from_string(source).render(values).strip()
    except jinja2.TemplateSyntaxError as error:
        raise RefusedError(f"{name}:{error.lineno}: {error.message}") from error
    except jinja2.TemplateError as error:
        raise RefusedError(f"{_place(error, name)}: {error.message}") from error
    except RecursionError:
        raise RefusedError(f"{name} is nested too deep") from None


def _place(error: BaseException, template: str) -> str:
    """Return ``template:line`` as far as the traceback, in which jinja puts template lines, knows it."""
    lines = [line for frame, line in walk_tb(error.__traceback__) if "__jinja_exception__" in frame.f_globals]
    return f"{template}:{lines[-1]}" if lines else template
