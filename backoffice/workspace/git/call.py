"""The one way git is called: fixed settings, a clean environment, and a trusted repository.

A repository must not be able to run a program through us, nor change what our calls mean. Therefore every call

* names the repository and the work tree, so that git does not look for others;
* overrides the local settings below, which would run programs, ask questions or rename what we read;
* drops every ``GIT_*`` variable but those that say who the user is and how they reach other machines;
* is refused while other local settings that could run programs are not trusted (see ``trust``).

What the *user* has configured for themselves, in the global and system files, stays in force: identity, signing,
credential helpers, ssh command, proxies. Hooks never run: commits are made of objects, not by ``git commit``.
"""

from __future__ import annotations

import os

from backoffice.workspace import trust
from backoffice.workspace.place import Place

SETTINGS = {
    # programs
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.editor": ":",
    "sequence.editor": ":",
    "core.alternateRefsCommand": ":",
    "log.showSignature": "false",
    "push.gpgSign": "false",
    "protocol.ext.allow": "never",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
    "push.recurseSubmodules": "no",
    "fetch.recurseSubmodules": "false",
    # meaning
    "color.ui": "false",
    "core.safecrlf": "false",
    "core.useReplaceRefs": "false",
    "diff.ignoreSubmodules": "all",
    "diff.orderFile": os.devnull,
    "diff.renames": "false",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "push.followTags": "false",
    "trailer.separators": ":",
    "user.useConfigOnly": "true",
    # a commit that was acknowledged survives a power cut
    "core.fsync": "all",
    "core.fsyncMethod": "fsync",
}

OPTIONS = ("--literal-pathspecs", "--no-pager", *(w for item in SETTINGS.items() for w in ("-c", "=".join(item))))

KEPT = (
    *("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM"),
    *("GIT_ASKPASS", "GIT_EXEC_PATH", "GIT_HTTP_", "GIT_PROXY_COMMAND", "GIT_SSH", "GIT_SSL_"),
)


class Running:
    """A git command at work; its output is read with ``result`` or, piece by piece, from ``output``."""

    __slots__ = ("_errors", "_pid", "output", "words")

    def __init__(self, pid: int, output: int, errors: int, words: tuple[str, ...]) -> None:
        self._pid = pid
        self._errors = errors
        self.output = open(output, "rb")  # noqa: SIM115 - closed by finish
        self.words = words

    @property
    def ended(self) -> bool:
        """Whether the command has come to its end already."""
        return os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def result(self, *, fine: tuple[int, ...] = (0,)) -> bytes:
        """Wait for the end and return all output.

        Raises:
            GitFailedError: The exit status is not among ``fine``.
        """
        content = self.output.read()
        self.finish(fine=fine)
        return content

    def finish(self, *, fine: tuple[int, ...] = (0,)) -> int:
        """Wait for the end and return the exit status; raises as ``result`` does."""
        self.output.close()
        status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        try:
            said = os.pread(self._errors, 1 << 16, 0)
        finally:
            os.close(self._errors)
        if status not in fine:
            from backoffice.workspace.git.failure import GitFailedError

            raise GitFailedError(self.words, status, said.decode("utf-8", "replace"))
        return status


def start(
    place: Place,
    *words: str,
    given: bytes = b"",
    outward: bool = False,
    also: dict[str, str] | None = None,
) -> Running:
    """Start ``git WORDS`` in the workspace with ``given`` on its standard input, and do not wait.

    Args:
        place: Where.
        words: The command and its arguments.
        given: Standard input.
        outward: The command talks to another repository or merges; needs more trust.
        also: More environment variables.

    Raises:
        RefusedError: There is no git, no repository, or no trust in its settings.
    """
    if place.git_dir is None:
        raise _refusal("this workspace is not in a git repository", "make it one with `git init`")
    if not installed():
        raise _refusal("git is not installed", "install git 2.36 or later")
    trust.require(place, outward=outward)
    stdin, errors = scratch(given), scratch()
    output, end = os.pipe()
    try:
        pid = os.posix_spawnp(
            "git",
            ["git", "-C", place.root, *OPTIONS, *words],
            {**_environment(place), **(also or {})},
            file_actions=[(os.POSIX_SPAWN_DUP2, fd, to) for to, fd in enumerate((stdin, end, errors))],
        )
    finally:
        os.close(stdin)
        os.close(end)
    return Running(pid, output, errors, words)


def run(
    place: Place,
    *words: str,
    given: bytes = b"",
    outward: bool = False,
    fine: tuple[int, ...] = (0,),
    also: dict[str, str] | None = None,
) -> bytes:
    """Run ``git WORDS`` to its end and return its output; see ``start`` and ``Running.result``."""
    return start(place, *words, given=given, outward=outward, also=also).result(fine=fine)


def installed() -> bool:
    """Tell whether there is a git to run."""
    return any(os.access(os.path.join(folder, "git"), os.X_OK) for folder in os.get_exec_path())


def scratch(content: bytes = b"") -> int:
    """Return the descriptor of a nameless file with this content, at its beginning."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("backoffice")
    else:  # pragma: no cover - not on Linux
        import tempfile

        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    view = memoryview(content)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _environment(place: Place) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(KEPT)}
    return kept | {
        "GIT_DIR": place.git_dir or "",
        "GIT_WORK_TREE": place.top or "",
        "GIT_EDITOR": ":",
        "GIT_SEQUENCE_EDITOR": ":",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "LC_ALL": "C",
    }


def _refusal(message: str, hint: str) -> Exception:
    from backoffice.core.errors import RefusedError

    return RefusedError(message, hint=hint)
