"""Where templates run: an immutable sandbox that knows the package's own templates, escapes, and forgives nothing."""

from __future__ import annotations

from functools import lru_cache

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from backoffice.core.errors import RefusedError

_TAGS = frozenset(
    "a p br strong em b i u s del sub sup code ul ol li blockquote h1 h2 h3 h4 table thead tbody tr th td hr".split()
)
_SCHEMES = frozenset({"https", "http", "mailto"})


def prose(text: str, *, breaks: bool = False) -> Markup:
    """Return Markdown as HTML of nothing but words, emphasis, lists, tables and links; ``breaks`` keeps line ends.

    Images, styles, scripts and links that are not to the web or a mailbox are dropped, whatever the Markdown says.
    """
    from markdown import markdown
    from nh3 import clean

    if not text.strip():
        return Markup()
    extensions = ["tables", "sane_lists", *(["nl2br"] if breaks else [])]
    html = markdown(text, extensions=extensions, output_format="html")
    cleaned = clean(html, tags=set(_TAGS), attributes={"a": {"href"}}, url_schemes=set(_SCHEMES), link_rel=None)
    return Markup(cleaned)  # noqa: S704 - it has just been cleaned


@lru_cache(maxsize=1)
def _pages() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.PackageLoader("backoffice.render", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = prose
    return environment


def fill(template: str, **values: object) -> str:
    """Return one of the package's templates, filled in.

    Raises:
        RefusedError: naming what is missing, forbidden or misspelt in the template.
    """
    return _filled(_pages().get_template(template), values)


def _filled(template: jinja2.Template, values: dict[str, object]) -> str:
    try:
        return template.render(values)
    except jinja2.TemplateError as error:
        raise RefusedError(f"{template.name}: {error.message or type(error).__name__}") from error
