"""Running commands side by side: wall time and peak memory of each, interleaved, as medians."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ENOUGH = 2
"""Runs after which a command that has used up its seconds is not run again."""


@dataclass(frozen=True)
class Contender:
    """A command that answers a question; ``before`` puts things into place before every run, unmeasured.

    One that does a part of the work, where the whole would take minutes, is counted so many ``times``.
    """

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    times: float = 1


@dataclass
class Runs:
    """What was measured of one contender: seconds of each run, and the most memory any of them took, in bytes.

    Where it has done a part of the work, the seconds are reckoned, not measured.
    """

    seconds: list[float] = field(default_factory=list)
    memory: int = 0
    waited: float = 0.0
    reckoned: bool = False

    @property
    def median(self) -> float:
        """The middle one of all seconds, the upper of two."""
        return sorted(self.seconds)[len(self.seconds) // 2]


class FailedError(Exception):
    """A command that was to be measured failed."""


def measured(contenders: Sequence[Contender], *, rounds: int, patience: float, cpu: bool = False) -> dict[str, Runs]:
    """Run every contender once in each of ``rounds``, so that whatever else the machine does meets all of them.

    A contender that has taken ``patience`` seconds in all is not run more than twice. With ``cpu``, seconds of all
    processors are counted instead of those on the wall; they mean more on a machine that is busy with other things.
    """
    runs = {each.name: Runs() for each in contenders}
    for _ in range(rounds):
        for each in contenders:
            so_far = runs[each.name]
            if len(so_far.seconds) < ENOUGH or so_far.waited < patience:
                each.before()
                _run(each, so_far, cpu=cpu)
    return runs


def _run(contender: Contender, runs: Runs, *, cpu: bool) -> None:
    # Installed packages have bytecode; a setting that keeps Python from writing it would measure the compiler.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = inherited | dict(contender.environment)
    begun = time.perf_counter()
    process = subprocess.Popen(
        contender.command,
        cwd=contender.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    runs.waited += wall
    runs.seconds.append((used.ru_utime + used.ru_stime if cpu else wall) * contender.times)
    runs.reckoned = contender.times != 1
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{' '.join(contender.command)} ended with {process.returncode}"
        raise FailedError(message)
    runs.memory = max(runs.memory, used.ru_maxrss * 1024)
