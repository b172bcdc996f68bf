"""The reference is what the declarations say now, and the declarations say something about everything."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

import backoffice
from backoffice.checks import checks
from backoffice.cli.faults import known_faults
from backoffice.cli.reference import pages
from backoffice.cli.reference.__main__ import write
from backoffice.cli.reference.markdown import anchor, plain, table
from backoffice.cli.reference.types import parts_of
from backoffice.core.diagnostic import Fault
from backoffice.core.fields import fields_of
from backoffice.core.kind import Kind
from backoffice.core.schema import read
from backoffice.formats import frontmatter
from backoffice.kinds import kinds
from backoffice.reports import reports

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
each_kind = pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.noun)


@pytest.fixture(scope="module")
def current() -> Mapping[str, str]:
    """The pages that `make docs` writes now, by their path."""
    return pages()


def test_the_committed_pages_are_what_make_docs_writes_now(current: Mapping[str, str]) -> None:
    committed = {path.relative_to(REFERENCE).as_posix(): path.read_text() for path in REFERENCE.rglob("*.md")}
    assert committed.keys() == current.keys()
    changed = [path for path in current if committed[path] != current[path]]
    assert changed == [], "run `make docs` and commit docs/reference"


def test_writing_removes_the_pages_of_what_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "kinds" / "unicorn.md"
    gone.parent.mkdir()
    gone.write_text("# Unicorn\n")
    write(tmp_path)
    assert not gone.exists()
    assert (tmp_path / "kinds" / "client.md").read_text().startswith("# Client\n")


@each_kind
def test_every_field_has_its_help(kind: Kind) -> None:
    silent = [
        f"{part.__name__}.{field.name}"
        for part in (kind.record, *parts_of(kind.record))
        for field in fields_of(part)
        if not field.help.endswith((".", "…"))
    ]
    assert silent == []


@each_kind
def test_every_kind_has_an_example_that_can_be_read(kind: Kind) -> None:
    assert kind.example
    identity = {"credit-note": "CN-2026-0003"}.get(kind.noun, "example")  # its digest covers its number
    path = kind.paths[-1].format(id=identity, year="2026", person="ada", month="2026-11")
    reading = frontmatter.read(path, kind.example.encode())
    assert reading.diagnostics == ()
    assert len(reading.documents) == 1 or kind.key
    for document in reading.documents:
        record, wrong = read(kind.record, kind.key or identity, document)
        assert [str(each) for each in wrong] == []
        assert record is not None


@each_kind
def test_every_field_of_every_kind_is_in_its_page(kind: Kind, current: Mapping[str, str]) -> None:
    page = current[f"kinds/{kind.noun}.md"]
    for part in (kind.record, *parts_of(kind.record)):
        for field in fields_of(part):
            assert f"| `{field.name}` |" in page


def test_every_fault_of_the_house_can_be_explained() -> None:
    declared = {fault.code for fault in faults_in_code()}
    assert declared == known_faults().keys()


def test_no_two_faults_share_a_code() -> None:
    codes: dict[str, Fault] = {}
    for fault in faults_in_code():
        assert codes.setdefault(fault.code, fault) == fault


def test_every_check_and_report_is_in_its_page(current: Mapping[str, str]) -> None:
    assert [each.name for each in checks() if f"| {each.name} |" not in current["checks.md"]] == []
    assert [each.name for each in reports() if f"## {each.name}\n" not in current["reports.md"]] == []


def test_text_is_shown_as_it_is() -> None:
    assert plain("lines of <<< and *x*, but `a<b`") == r"lines of \<\<\< and \*x\*, but `a<b`"
    assert table(("by",), [("`a|b`",)]) == "| by |\n|---|\n| `a\\|b` |"
    assert table(("by",), []) == ""
    assert anchor("E-mail address") == "e-mail-address"


def faults_in_code() -> Iterator[Fault]:
    """Yield every fault that any module declares."""
    for module in pkgutil.walk_packages(backoffice.__path__, "backoffice."):
        if not module.name.endswith("__main__"):
            yield from (value for value in vars(import_module(module.name)).values() if isinstance(value, Fault))
