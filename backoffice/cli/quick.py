"""Reports and open items, as people and scripts ask for them most, without importing what only other words need.

The library that parses command lines takes a third of the time of an answer from the index. Here is nothing but the way
of the usual words to the usual answer: `invoice list --unpaid`, `due`, `find acme`, `report aged-receivables`.
Whatever is not usual (another option, anything wrong) is left to the commands themselves, which begin
anew: there is one place that explains, and it is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO

from backoffice.cli import again, output, spans
from backoffice.cli.context import Session
from backoffice.cli.telling import told
from backoffice.core.books import Books
from backoffice.core.hints import Any, Self
from backoffice.core.named import NamedTuple
from backoffice.core.report import Report
from backoffice.core.scope import Scope
from backoffice.kinds import KINDS, kind_of
from backoffice.reports import REPORTS, report_of
from backoffice.vault.shape import DEFAULT, FOLDER, place_of
from backoffice.workspace.index.ahead import Ahead

_FORMS = frozenset({"plain", "json", "csv", "md"})
_VALUES: Mapping[str, Callable[[str], Any]] = {
    "format": str,
    "by": str,
    "as-of": spans.day,
    "period": spans.period,
}
"""Options with a value, and how its text is read."""

_ALONE = frozenset({"due", "status", "find"})
"""Questions that are commands of their own."""


class Reply(NamedTuple):
    """What is answered from the books. ``notes`` are said beside the report, ``unread`` below it."""

    books: Books
    report: Report
    notes: Sequence[str]
    unread: output.Unread

    @classmethod
    def of(cls, books: Books, report: Report, notes: Iterable[str] = ()) -> Self:
        """Return a reply with all its rows at hand."""
        return cls(books, output.complete(report), tuple(notes), output.Unread.of(books))


_NOTHING = output.Unread()
Question = Callable[[Books], Reply]


def answered(words: list[str], begun: Ahead | None) -> int | None:
    """Answer ``words``, and return the exit code; None, with nothing printed, where this is not for here."""
    if begun is None:
        return None
    session = Session(os.environ, os.getcwd(), begun)  # noqa: PTH109 - pathlib is slow to import
    try:
        question = _question(session, words)
        if question is None:
            return None
        reply = session.ask(question)
        return _shown(session, words, reply) if sys.stdout.isatty() else _told(session, words, reply)
    except KeyboardInterrupt:
        session.close()
        output.complain("backoffice: interrupted")
        return output.INTERRUPTED
    except Exception:  # noqa: BLE001 - met again by the command, and told there
        return None


def past(words: list[str]) -> int | None:
    """Print the history of everything or of one file, as ``answered`` does; the books are not asked."""
    if len(words) > 2 or not words[-1] or words[-1].startswith("-"):  # noqa: PLR2004 - `log FILE`
        return None
    try:
        from backoffice.cli.past import from_root, history

        session = Session(os.environ, os.getcwd())  # noqa: PTH109 - pathlib is slow to import
        report = history(session, from_root(session, words[1]) if words[1:] else None)
        return _printed(session, report) if sys.stdout.isatty() else told("".join(output.drawn(session, report)))
    except Exception:  # noqa: BLE001 - met again by the command, and told there
        return None


def _shown(session: Session, words: list[str], reply: Reply) -> int:
    """Print what somebody looks at; what fits the window is kept, what does not goes through the pager each time."""
    text = "" if session.form or reply.unread.number else "".join(output.drawn(session, reply.report))
    if not text or text.count("\n") >= output.window().lines - 1:
        return _printed(session, reply.report, reply.unread, reply.notes)
    _keep(session, words, reply, text)
    return told(text, output.lines(reply.notes))


def _keep(session: Session, words: list[str], reply: Reply, text: str) -> None:
    vaults = (place_of(DEFAULT), FOLDER) if words[0] == "due" else ()
    again.keep(session.workspace.place, words, reply.books, (text, output.lines(reply.notes)), vaults)


def _printed(session: Session, report: Report, unread: output.Unread = _NOTHING, notes: Sequence[str] = ()) -> int:
    output.settle()
    try:
        code = output.answer(session, report, unread)
        output.flush()
    except BrokenPipeError:
        output.hush()
        return 0
    output.complain(*notes)
    return code


def _told(session: Session, words: list[str], reply: Reply) -> int:
    """Print what nobody is looking at, and keep it for when it is asked for again."""
    text, shown = StringIO(), sys.stdout
    sys.stdout = text
    try:
        code = output.answer(session, reply.report, reply.unread)
    finally:
        sys.stdout = shown
    if code == 0:
        _keep(session, words, reply, text.getvalue())
    told(text.getvalue(), output.lines(reply.notes))
    return code


def _question(session: Session, words: Sequence[str]) -> Question | None:
    """Return what is asked, with the session told how to answer; None where that takes more than this."""
    command = 1 if words[0] in _ALONE else 2
    if words[0] == "due" and _has_vaults(session.workspace.root):
        return None
    given, sought = _given(words[command:])
    if sought and words[0] != "find":
        return None
    form = given.pop("format", None)
    if form not in _FORMS and form:
        return None
    session.command, session.form = " ".join(words[:command]), form
    session.as_of_day = given.pop("as-of", None)
    if words[0] == "find":
        return None if given else _find(session, " ".join(sought))
    if words[command - 1] == "list":
        return _list(session, words[0], given)
    return _report(session, words[command - 1], given) if words[0] in {"report", *_ALONE} else None


def _has_vaults(root: str) -> bool:
    """Tell whether secrets may be due too, which takes opening them."""
    from backoffice.cli.secret.there import vaults

    return bool(vaults(root))


def _given(words: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the options by name, and the other words.

    Raises:
        ValueError: One of the words is not usual.
    """
    given: dict[str, Any] = {}
    others: list[str] = []
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("-"):
            others.append(word)
        elif name in given or not word.startswith("--"):
            raise ValueError(word)
        else:
            given[name] = _VALUES[name](value if equals else next(rest)) if name in _VALUES else not equals or _no(word)
    return given, others


def _no(word: str) -> bool:
    raise ValueError(word)


def _list(session: Session, noun: str, given: dict[str, Any]) -> Question | None:
    """Return the question for a list that the ledger keeps short."""
    if noun.replace("-", "_") not in KINDS:
        return None
    from backoffice.cli.listing import Wanted, listing

    kind = kind_of(noun)
    short = {flag.name for flag in kind.flags if flag.standing}
    if not given.keys() <= short or not given:
        return None
    flags = tuple(flag.name for flag in kind.flags if flag.name in given)
    return lambda books: Reply.of(books, listing(kind, books, Wanted(session.as_of, flags=flags)))


def _report(session: Session, name: str, given: dict[str, Any]) -> Question | None:
    declared = report_of(name) if name.replace("-", "_") in REPORTS else None
    if declared is None or not set(declared.needs) <= given.keys() <= set(declared.options):
        return None
    scope = {"by": declared.by[0]} if declared.by else {}
    if given.get("by", "") not in {"", *declared.by}:
        return None
    return lambda books: Reply.of(books, declared.build(books, Scope(session.as_of, **(scope | given))))


def _find(session: Session, text: str) -> Question | None:
    """Return the question for what has these words."""
    from backoffice.cli.seeking import LIMIT, answer_of, report_of
    from backoffice.core.asked import asked

    wanted = asked(text)

    def question(books: Books) -> Reply:
        found = answer_of(session, books, wanted, LIMIT)
        return Reply.of(books, report_of(wanted, found), found.said)

    return question if wanted else None
