"""Printing in a process of its own that has little time, little memory, and nothing of ours but the page.

A template or a text that would lay out for hours takes down that process, not the command: the invoice it
belongs to is refused, and the next one gets a new process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Self

import backoffice
from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.errors import RefusedError
from backoffice.core.settings import Settings
from backoffice.render.job import Bound, Composed, Job, Paper, Printable, Rendered
from backoffice.render.look import Load
from backoffice.render.own_pages import own_pages

_ROOT = Path(backoffice.__file__).resolve().parent.parent
_KEPT = (
    *("PATH", "HOME", "LANG", "XDG_CACHE_HOME"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
)
"""What of our environment the printing process needs: where libraries, fonts and their cache are."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds of processor time, megabytes of address space.

    The clock on the wall may show a few times as much, since other work may be in the way.
    """

    seconds: int = 30
    megabytes: int = 2048


_PATIENCE = 4


class Worker:
    """One printing process, started when it is first needed and again after it had to be killed."""

    def __init__(self, limits: Limits) -> None:
        """Start nothing yet."""
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Return the worker."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process and remove what it left in its temporary folder."""
        self._stop()

    def print(self, job: Job | Composed | Bound) -> Rendered:
        """Return ``job`` as PDF.

        Raises:
            RefusedError: when it cannot be printed, or not within the limits.
        """
        process = self._process = self._process or self._started()
        watch = threading.Timer(self._limits.seconds * _PATIENCE, process.kill)
        watch.start()
        try:
            return self._asked(process, job)
        except (BrokenPipeError, EOFError):
            raise self._dead(job) from None
        finally:
            watch.cancel()

    def _asked(self, process: subprocess.Popen[bytes], job: Job | Composed | Bound) -> Rendered:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(job.text().encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        said = json.loads(line)
        if "refused" in said:
            found = [Diagnostic(Location(*where), *rest) for where, *rest in said.get("found", ())]
            raise RefusedError(said["refused"], hint=said.get("hint", ""), diagnostics=found)
        pdf = process.stdout.read(said["size"])
        if len(pdf) < said["size"]:
            raise EOFError
        return Rendered(pdf, tuple(said["warnings"]))

    def _dead(self, job: Job | Composed | Bound) -> RefusedError:
        last = self._stop()
        limits = f"{self._limits.seconds} seconds or {self._limits.megabytes} MB"
        return RefusedError(
            f"{job.name} could not be printed: laying it out took more than {limits}, or failed",
            hint=last or "a shorter text or a simpler template may help",
        )

    def _started(self) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="backoffice-")
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        limits = (str(self._limits.seconds), str(self._limits.megabytes))
        with (Path(self._folder.name) / "stderr").open("wb") as complaints:
            return subprocess.Popen(
                # -P: never import from the folder one happens to be in
                [sys.executable, "-P", "-m", "backoffice.render.worker", *limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=kept | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "TMPDIR": self._folder.name},
                cwd=self._folder.name,
            )

    def _stop(self) -> str:
        """End the process; return the last thing it complained of."""
        process, folder = self._process, self._folder
        self._process = self._folder = None
        if process is None or folder is None:
            return ""
        process.kill()
        process.communicate()
        complaints = (Path(folder.name) / "stderr").read_text("utf-8", "replace").split("\n")
        folder.cleanup()
        return next((line.strip() for line in reversed(complaints) if line.strip()), "")


def invoice_pdf(invoice: Printable, settings: Settings, file: Load, *, preview: bool = False) -> Rendered:
    """Return one issued invoice or credit note as PDF/A-3b, printed in a limited process.

    ``file`` returns the bytes of a file of the workspace (the logo). ``preview`` prints it as a draft.

    Raises:
        RefusedError: when it cannot be printed, or not within the limits.
    """
    with Worker(Limits()) as worker:
        return worker.print(job_of(invoice, settings, file, preview=preview))


def with_papers(name: str, pdf: bytes, papers: Iterable[Paper]) -> Rendered:
    """Return a printed document with papers behind it, put together in a limited process; it is no PDF/A any more.

    Raises:
        RefusedError: when one of them cannot be read, or not within the limits.
    """
    with Worker(Limits()) as worker:
        return worker.print(Bound(name=name, pdf=pdf, papers=tuple(papers)))


def letter_pdfs(letters: Iterable[Composed]) -> Iterator[Rendered]:
    """Yield each letter as PDF/A-3b, all printed in one limited process.

    Raises:
        RefusedError: when one cannot be printed, or not within the limits.
    """
    with Worker(Limits()) as worker:
        for letter in letters:
            yield worker.print(letter)


def job_of(invoice: Printable, settings: Settings, file: Load, *, preview: bool = False) -> Job:
    """Return what is to be printed together with the files it shows."""
    logo = settings.look.logo
    content = file(logo) if logo else None
    files = {logo: content} if logo and content is not None else {}
    return Job(document=invoice, settings=settings, files=files, preview=preview, templates=own_pages(file))


def render_many(
    jobs: Iterable[Job],
    *,
    workers: int = 2,
    limits: Limits = Limits(),
) -> Iterator[Rendered | RefusedError]:
    """Print many documents on so many processes; yield the PDF or the refusal of each, in order."""
    with ExitStack() as stack:
        idle: SimpleQueue[Worker] = SimpleQueue()
        for _ in range(workers):
            idle.put(stack.enter_context(Worker(limits)))

        def printed(job: Job | Composed | Bound) -> Rendered | RefusedError:
            worker = idle.get()
            try:
                return worker.print(job)
            except RefusedError as refusal:
                return refusal
            finally:
                idle.put(worker)

        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(printed, jobs)
