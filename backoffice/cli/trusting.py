"""`trust`: agree to what the git settings of a workspace could run."""

from __future__ import annotations

import click

from backoffice.cli import options, output, prompts
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.core.errors import UsageError
from backoffice.workspace import trust as settings


@verb("trust", examples=["backoffice trust", "backoffice trust --yes"])
@options.yes
@options.form("plain", "json")
@click.pass_obj
def trust(session: Session, yes: bool) -> int:
    """Show which git settings of this workspace could run programs, and agree to them."""
    place = session.workspace.place
    risks = [str(risk) for risk in settings.risks(place)]
    if not risks:
        output.result(session, ["no git setting here could run a program; there is nothing to trust"], {"risks": []})
        return 0
    output.complain("these git settings could run programs:", *(f"  {risk}" for risk in risks))
    if not yes:
        if not prompts.present():
            raise UsageError("nobody is here to agree", hint="look at them, then: backoffice trust --yes")
        prompts.confirmed("Are they yours?")
    settings.trust(place)
    output.result(session, ["trusted, until they change"], {"risks": risks, "trusted": True})
    return 0
