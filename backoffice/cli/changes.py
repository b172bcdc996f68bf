"""How a command changes the workspace: one plan, shown as a diff or applied as one commit, and told in one way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.past import SHORT
from backoffice.cli.records import shown_path
from backoffice.core.change import Plan
from backoffice.core.hints import Any

DRY = "nothing was written (--dry-run)"


def carry_out(
    session: Session,
    plan: Plan,
    *,
    dry_run: bool,
    said: Sequence[str],
    hints: Sequence[str] = (),
    data: Mapping[str, Any] | None = None,
    beside: Sequence[str] = (),
) -> int:
    """Apply ``plan``, or show what it would change; print ``said`` once it is done, and ``hints`` either way.

    ``data`` is what the JSON answer holds beside the paths and the commit. A plan without steps is done already.
    ``beside`` are files of the user that go into the repository before, because what is written names them.
    """
    if dry_run:
        return _previewed(session, plan, hints, dict(data or {}))
    if not plan:
        output.result(session, [plan.summary], {**(data or {}), "paths": [], "commit": None})
        return 0
    applied = session.workspace.apply(plan, seen=session.seen, beside=beside)
    made = {**(data or {}), "paths": list(applied.paths), "commit": applied.commit}
    output.result(session, [*as_seen(session, said, applied.paths), *hints], made)
    if applied.edits:
        output.complain(f"backoffice: your own edits were committed first, as {applied.edits[:SHORT]}")
    return 0


def as_seen(session: Session, said: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Return lines with those that are one of ``paths`` from the root as the user would name it from where they are."""
    return [f"  {shown_path(session, line[2:])}" if line[2:] in paths else line for line in said]


def _previewed(session: Session, plan: Plan, hints: Sequence[str], data: dict[str, Any]) -> int:
    diff = session.workspace.preview(plan) if plan else ""
    if session.form == "json":
        output.envelope(session, {"data": data | {"summary": plan.summary, "diff": diff}, "dry_run": True})
    else:
        output.say(plan.summary)
        output.text(diff)
        for hint in hints:
            output.say(hint)
        output.say(DRY)
    return 0
