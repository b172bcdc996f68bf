"""Questions to a person: asked at a terminal only, so that nothing waits for an answer in cron."""

from __future__ import annotations

import sys

import click

from backoffice.render.text import visible


def present() -> bool:
    """Tell whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirmed(question: str) -> None:
    """Ask, where somebody is there; go on without asking where nobody is.

    Raises:
        click.Abort: when the answer is no.
    """
    if present():
        click.confirm(visible(question), default=True, abort=True)


def asked(question: str, default: str = "") -> str:
    """Return the answer to a question."""
    answer: str = click.prompt(visible(question), default=default, show_default=bool(default), prompt_suffix=": ")
    return answer.strip()
