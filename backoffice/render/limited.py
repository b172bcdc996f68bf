"""Printing in a process of its own that has little time, little memory, and nothing of ours but the page.

A template or a text that would lay out for hours takes down that process, not the command: the invoice it
belongs to is refused, and the next one gets a new process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from queue import SimpleQueue

from backoffice.core.diagnostic import Diagnostic, Location
from backoffice.core.errors import RefusedError
from backoffice.core.settings import Settings
from backoffice.formats.confined import USUAL, Confined, EndedError, Limits
from backoffice.render.job import Bound, Composed, Job, Paper, Printable, Rendered
from backoffice.render.look import Load
from backoffice.render.own_pages import own_pages


class Worker(Confined):
    """One printing process."""

    def __init__(self, limits: Limits = USUAL) -> None:
        """Start nothing yet."""
        super().__init__("backoffice.render.worker", limits)

    def print(self, job: Job | Composed | Bound) -> Rendered:
        """Return ``job`` as PDF.

        Raises:
            RefusedError: when it cannot be printed, or not within the limits.
        """
        try:
            said, pdf = self.ask(job.text().encode() + b"\n")
        except EndedError as ended:
            raise RefusedError(
                f"{job.name} could not be printed: laying it out took more than {self.limits}, or failed",
                hint=str(ended) or "a shorter text or a simpler template may help",
            ) from None
        if "refused" in said:
            found = [Diagnostic(Location(*where), *rest) for where, *rest in said.get("found", ())]
            raise RefusedError(said["refused"], hint=said.get("hint", ""), diagnostics=found)
        return Rendered(pdf, tuple(said["warnings"]))


def invoice_pdf(invoice: Printable, settings: Settings, file: Load, *, preview: bool = False) -> Rendered:
    """Return one issued invoice or credit note as PDF/A-3b, printed in a limited process.

    ``file`` returns the bytes of a file of the workspace (the logo). ``preview`` prints it as a draft.

    Raises:
        RefusedError: when it cannot be printed, or not within the limits.
    """
    with Worker() as worker:
        return worker.print(job_of(invoice, settings, file, preview=preview))


def with_papers(name: str, pdf: bytes, papers: Iterable[Paper]) -> Rendered:
    """Return a printed document with papers behind it, put together in a limited process; it is no PDF/A any more.

    Raises:
        RefusedError: when one of them cannot be read, or not within the limits.
    """
    with Worker() as worker:
        return worker.print(Bound(name=name, pdf=pdf, papers=tuple(papers)))


def letter_pdfs(letters: Iterable[Composed]) -> Iterator[Rendered]:
    """Yield each letter as PDF/A-3b, all printed in one limited process.

    Raises:
        RefusedError: when one cannot be printed, or not within the limits.
    """
    with Worker() as worker:
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
    limits: Limits = USUAL,
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
