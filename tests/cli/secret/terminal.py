"""A person at a terminal: commands with a terminal of their own, what they show, and what is typed."""

import os
import pty
import select
import signal
import sys
from dataclasses import dataclass, field

from tests.cli.secret.safe import Safe


@dataclass
class Sitting:
    """One command at a terminal."""

    pid: int
    terminal: int
    shown: bytes = b""
    code: int | None = None
    typed: list[str] = field(default_factory=list)

    def sees(self, text: str) -> bytes:
        """Read until ``text`` is shown; return all that was shown so far."""
        while text.encode() not in self.shown:
            if not self._more():
                raise AssertionError(f"{text!r} was never shown, but {self.shown.decode(errors='replace')!r}")
        return self.shown

    def types(self, text: str) -> None:
        self.typed.append(text)
        os.write(self.terminal, text.encode())

    def ends(self) -> int:
        """Read to the end and return the exit code."""
        while self._more():
            pass
        os.close(self.terminal)
        self.code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.code

    def _more(self) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], 60)
        try:
            piece = os.read(self.terminal, 65536) if ready else b""
        except OSError:  # Linux says EIO when the other end is closed
            piece = b""
        self.shown += piece
        return bool(piece)


def sit(safe: Safe, *words: str) -> Sitting:
    """Start ``backoffice WORDS`` at a terminal of its own."""
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a job in the background hands on that it ignores it
        os.chdir(safe.root)
        environment = safe.environment | {"TERM": "xterm"}
        os.execve(sys.executable, [sys.executable, "-P", "-m", "backoffice", *words], environment)  # noqa: S606
    return Sitting(pid, terminal)
