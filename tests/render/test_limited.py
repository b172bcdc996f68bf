"""Printing in a process of its own: the same pages, many at a time, and none that takes for ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.formats.confined import Limits
from backoffice.render import limited, to_pdf
from backoffice.render.job import Job, Rendered
from backoffice.render.limited import Worker, job_of, render_many
from tests.render.paper import invoice, line, nothing, settings

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint leaves its colour profile open

BOMBS = {
    "memory": "{% set x = ['x'] * 999999999 %}",
    "layout": "<table><tr>" + "<td colspan=1000 rowspan=1000>x" * 200 + "</table>",
}
SMALL = Limits(seconds=5, megabytes=700)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the time of the processor alone: a busy machine takes long for little."""
    monkeypatch.setattr("backoffice.formats.confined._PATIENCE", 60)


def test_a_job_survives_the_way_to_the_process() -> None:
    house = settings(logo="l.svg")
    job = Job(
        document=invoice(house, line("Größe", tax="reduced"), line(), intro="**a**"),
        settings=house,
        files={"l.svg": b"\x00\xff"},
        preview=True,
        templates={"a.html": "b"},
    )
    again = Job.read(job.text())
    assert again == job
    assert again.document == job.document


def test_the_process_prints_what_we_would_have_printed() -> None:
    house = settings(logo="l.svg")
    made = invoice(house)
    done = limited.invoice_pdf(made, house, nothing)
    assert done.pdf == to_pdf.invoice_pdf(made, house, nothing)
    assert [each.split(" is ")[0] for each in done.warnings] == ["the logo l.svg"]


def test_the_files_shown_go_along() -> None:
    house = settings(logo="l.svg")
    assert job_of(invoice(house), house, {"l.svg": b"x"}.get).files == {"l.svg": b"x"}
    assert job_of(invoice(house), house, nothing).files == {}
    assert job_of(invoice(house), settings(), {"l.svg": b"x"}.get).files == {}


@pytest.mark.parametrize("bomb", ["memory", pytest.param("layout", marks=pytest.mark.slow)])
def test_many_come_back_in_order_each_with_its_own_fate(bomb: str) -> None:
    house = settings()
    good = [Job(document=invoice(house, line(f"Nr. {number}")), settings=house) for number in range(3)]
    bad = Job(document=good[0].document, settings=house, templates={"invoice.html": "{{ nothing_here }}"})
    large = Job(document=good[0].document, settings=house, templates={"invoice.html": BOMBS[bomb]})
    first, refused, second, killed, third = render_many([good[0], bad, good[1], large, good[2]], limits=SMALL)
    assert all(isinstance(each, Rendered) for each in (first, second, third))
    assert first != second
    assert isinstance(refused, RefusedError)
    assert "templates/invoice.html:1: error: 'nothing_here' is undefined" in str(*refused.diagnostics)
    assert isinstance(killed, RefusedError)
    assert killed.message.startswith("INV-2026-0042 could not be printed") or "too large" in killed.message


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ ('x' * 999999999) | length }}{{ ('x' * 9999999999) | length }}",
    ],
)
def test_a_template_may_use_up_neither_time_nor_memory(template: str) -> None:
    house = settings()
    job = Job(document=invoice(house), settings=house, templates={"invoice.html": template})
    with Worker(Limits(seconds=1, megabytes=700)) as worker, pytest.raises(RefusedError):
        worker.print(job)


def test_a_process_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    house = settings()
    job = Job(document=invoice(house), settings=house)
    with Worker(Limits()) as worker:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(RefusedError, match="could not be printed"):
            worker.print(job)
        monkeypatch.undo()
        assert worker.print(job).pdf.startswith(b"%PDF")


def test_the_process_inherits_nothing_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither secrets of the environment nor modules that lie about where the command runs."""
    (tmp_path / "weasyprint.py").write_text("raise SystemExit('planted')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKOFFICE_TOKEN", "secret")
    with Worker(Limits()) as worker:
        house = settings()
        worker.print(Job(document=invoice(house), settings=house))
        process = worker._process
        assert process is not None
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()
        folder = Path(worker._folder.name) if worker._folder else Path()
        assert folder.exists()
    assert not folder.exists()
    assert process.poll() is not None


NOISY = """
from backoffice.render import worker
quiet = worker.answer
worker.answer = lambda line: (print("noise"), quiet(line))[1]
worker.main()
"""


def test_what_the_process_prints_by_accident_does_not_disturb_its_answers() -> None:
    house = settings()
    job = Job(document=invoice(house), settings=house)
    ran = subprocess.run(
        [sys.executable, "-P", "-c", NOISY, "60", "2048"],
        input=f"{job.text()}\n".encode(),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        check=True,
    )
    head, _, pdf = ran.stdout.partition(b"\n")
    assert json.loads(head) == {"warnings": [], "size": len(pdf)}
    assert b"noise" in ran.stderr
