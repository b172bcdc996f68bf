"""The benchmark runs: every question is answered, and the table has a row for each."""

from functools import partial
from pathlib import Path

import pytest

from tests.bench import bench, vaults
from tests.bench.measure import Contender, FailedError, Runs, measured


def test_the_benchmark_answers_a_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--sizes", "60", "--rounds", "1", "--folder", str(tmp_path), "--only", "unpaid list"])
    title, heading, row, memory, end = capsys.readouterr().out.splitlines()[-5:]
    assert title == "60 records: medians in ms, and as multiples of ours"
    assert heading.split()[0] == "backoffice"
    assert [" ".join(each.split()[:2]) for each in (row, memory, end)] == ["unpaid list", "peak memory", ""]
    assert "(1.0×)" in row


@pytest.mark.slow
def test_the_benchmark_answers_every_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["--sizes", "60", "--rounds", "1", "--folder", str(tmp_path)])
    title, heading, *rows, end = capsys.readouterr().out.splitlines()[-13:]
    assert title == "60 records: medians in ms, and as multiples of ours"
    assert heading.split()[:4] == ["backoffice", "asked", "anew", "python"]
    assert [row[:21].strip() for row in rows] == [
        "--version",
        "unpaid list",
        "ageing",
        "profit by month",
        "find a word",
        "find by filters",
        "due",
        "unpaid, after an edit",
        "unpaid, cold index",
        "peak memory",
    ]
    assert all("(1.0×)" in row for row in rows[:-1])
    assert end == ""


def test_runs_are_interleaved_and_the_slow_are_run_twice_at_most(tmp_path: Path) -> None:
    order: list[str] = []
    contenders = [Contender(name, ["true"], partial(order.append, name), folder=tmp_path) for name in "ab"]
    runs = measured(contenders, rounds=3, patience=60)
    assert (order, len(runs["a"].seconds)) == (list("ababab"), 3)
    assert len(measured(contenders, rounds=3, patience=0)["a"].seconds) == 2
    assert runs["a"].memory > 0


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="false ended with 1"):
        measured([Contender("x", ["false"], folder=tmp_path)], rounds=1, patience=1)


def test_figures_are_multiples_of_ours() -> None:
    results = {"q": {"backoffice": Runs([0.3, 0.1, 0.2], 2**40), "ledger": Runs([2.5], 2**41), "git": Runs([0.01], 1)}}
    _, heading, row, memory, _ = bench.table(10_000, results)
    assert heading.split() == ["backoffice", "git", "ledger"]
    assert row.split() == ["q", "200", "(1.0×)", "10", "(0.05×)", "2", "500", "(12×)"]
    assert memory.split() == ["peak", "memory", "1048576", "MB", "≤", "0", "MB", "2097152", "MB"]


@pytest.mark.slow
def test_the_vaults_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vaults.main(["--sizes", "20", "--rounds", "1", "--folder", str(tmp_path), "--only", "s"])
    title, heading, *rows, _ = capsys.readouterr().out.splitlines()
    assert title == "20 records: medians in ms, and as multiples of ours"
    assert heading.split()[0] == "backoffice"
    assert [row.split()[0] for row in rows] == ["show", "list", "search", "recipients", "…", "peak"]
