"""Templates may read what they are given, and nothing else; Markdown may say words, and nothing else."""

from __future__ import annotations

import pytest

from backoffice.core.errors import RefusedError
from backoffice.render.sandbox import breakable, fill, prose


def filled(template: str, **values: object) -> str:
    return fill("own.html", {"own.html": template}, **values)


class Thing:
    """Something with a method that changes it."""

    def __init__(self) -> None:
        self.rows = [1]
        self._secret = "hidden"


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ thing.__init__.__globals__ }}",
        "{{ thing._secret }}",
        "{{ thing|attr('__class__') }}{{ thing|attr('__class__')|attr('__mro__') }}",
        "{{ thing['__class__']['__base__'] }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'].system('id') }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(thing) }}",
        "{{ '{x.__class__.__mro__}'.format_map({'x': thing}) }}",
        "{{ ''|string|attr('for'+'mat')(thing).__class__.__base__ }}",
        "{{ thing.rows.append(2) }}",
        "{{ thing.rows.clear() }}",
        "{% set x = thing.rows.__setitem__(0, 2) %}{{ x }}",
        "{{ range(100000000)|list }}",
        "{% for a in range(99999999) %}{{ a }}{% endfor %}",
        "{% include '../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% extends '../sandbox.py' %}",
        "{% import 'os' as os %}{{ os }}",
        "{% from 'words/../../sandbox.py' import x %}",
        "{{ ().__class__.__bases__[0] }}",
        "{{ (1).__class__.from_bytes.__self__ }}",
        "{{ joiner.__call__.__func__.__code__ }}",
        "{{ config }}{{ request }}",
        "{{ missing.attribute }}",
        "{{ 1 / 0 }}",
        "{{ 'x' + 1 }}",
        "{{ [][0] }}",
        "{% if %}",
        "{{ unknown_filter | nope }}",
        "{{ 'a' | prose('b') }}",
    ],
)
def test_a_template_that_reaches_out_is_refused(payload: str) -> None:
    thing = Thing()
    with pytest.raises(RefusedError, match=r"own\.html"):
        filled(payload, thing=thing)
    assert thing.rows == [1]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("line one\n{{ client_name }}", "own.html:2: error: 'client_name' is undefined"),
        ("{{ thing.colour }}", "own.html:1: error: there is no 'colour' here"),
        ("\n\n{% for x in %}", "own.html:3: error: Expected an expression, got 'end of statement block'"),
        ("\n{% include 'other.html' %}", "own.html:2: error: it asks for other.html, and there is no such template"),
        ("{% include 'lines.html' %}", "own.html:1: error: 'page' is undefined"),
    ],
)
def test_what_is_missing_is_named_with_its_place(template: str, said: str) -> None:
    with pytest.raises(RefusedError) as refused:
        filled(template, thing=Thing())
    assert [str(each) for each in refused.value.diagnostics] == [f"templates/{said} [broken-template]"]


def test_own_templates_extend_those_of_the_package() -> None:
    with pytest.raises(RefusedError) as refused:
        filled("{% extends 'letter.html' %}")
    assert "'letter' is undefined" in str(*refused.value.diagnostics)
    assert filled("{{ name }}", name="<b>") == "&lt;b&gt;"


def test_a_huge_template_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        filled("x" * 100_001)
    assert "at most 100000" in str(*refused.value.diagnostics)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** _it_", "<p><strong>bold</strong> <em>it</em></p>"),
        ("Agreed:\n- a\n- b", "<p>Agreed:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[us](https://example.org)", '<p><a href="https://example.org">us</a></p>'),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](file:///etc/passwd)", "<p><a>x</a></p>"),
        ("[x](data:text/html,x)", "<p><a>x</a></p>"),
        ("![x](file:///etc/passwd)", "<p></p>"),
        ('<img src="http://127.0.0.1/x">a', "<p>a</p>"),
        ("<style>@import url(http://127.0.0.1/)</style>a", "<p>a</p>"),
        ('<table style="x"><td colspan=9999999>a', "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ('<link rel="attachment" href="file:///etc/passwd">a', "<p>a</p>"),
        ("<object data=x></object><iframe src=x></iframe><svg><image href=x></svg>a", "<p>a</p>"),
        ("<p class=end id=x style='position:fixed' onclick=x>a</p>", "<p>a</p>"),
        ("<base href=file:///><meta http-equiv=refresh>a", "<p>a</p>"),
        ("  \n", ""),
    ],
)
def test_markdown_says_words_and_nothing_else(markdown: str, html: str) -> None:
    said = str(prose(markdown))
    assert "".join(said.split()) == "".join(html.split())


def test_line_ends_are_kept_where_they_are_meant() -> None:
    assert str(prose("a\nb")) == "<p>a\nb</p>"
    assert str(prose("a\nb", breaks=True)) == "<p>a<br>\nb</p>"


def test_long_words_may_be_broken_and_nothing_else() -> None:
    word = "a" * 20
    assert breakable(f"{word} <{word}>") == f"{word} &lt;{word}&gt;"
    link = f'<a href="https://example.org/{word}{word}">&amp;{word}{word}</a>'
    parted = "\N{ZERO WIDTH SPACE}".join(["aaaaaaaa"] * 5)
    assert breakable(prose(f"[&{word}{word}](https://example.org/{word}{word})")) == f"<p>{link}</p>".replace(
        f"{word}{word}</a>", f"{parted}</a>"
    )
