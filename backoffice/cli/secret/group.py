"""The command `secret` and its verbs, each imported when it is run."""

from __future__ import annotations

from collections.abc import Mapping

import click

from backoffice.cli.verbs import Lazy
from backoffice.core.hints import Any

VERBS: Mapping[str, str] = {
    "init": "starting:init",
    "add": "adding:add",
    "show": "showing:show",
    "list": "listing:listed",
    "find": "listing:find",
    "edit": "editing:edit",
    "generate": "adding:generate",
    "otp": "showing:otp",
    "move": "moving:move",
    "remove": "moving:remove",
    "restore": "moving:restore",
    "history": "history:history",
    "run": "running:run",
    "inject": "running:inject",
    "audit": "auditing:audit",
    "rotate": "auditing:rotate",
    "recipients": "people:recipients",
    "who": "people:who",
    "offboard": "people:offboard",
    "unlock": "keys:unlock",
    "lock": "keys:lock",
    "plugin": "keys:plugin",
    "merge": "merging:merge",
    "accept-older": "keys:accept_older",
    "import": "carrying:import_",
    "export": "carrying:export",
    "hook": "guarding:hook",
    "textconv": "merging:textconv",
    "merge-driver": "merging:merge_driver",
    "pre-commit": "guarding:pre_commit",
}


class Secrets(Lazy):
    """A group whose process is hardened before anything is decrypted in it."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Deny core dumps and the eyes of other processes, then run the verb."""
        from backoffice.vault.harden import harden

        harden()
        return super().invoke(ctx)


secret = Secrets(
    "secret",
    help="Keep passwords and other secrets in the repository, encrypted for the people you name.",
    no_args_is_help=True,
    targets={name: f"secret.{target}" for name, target in VERBS.items()},
)
