"""A kind: where its files live, and what their names say."""

import pytest

from backoffice.core.kind import Kind, ListColumn
from tests.core.sample_kind import Sample

KIND = Kind(
    record=Sample,
    plural="samples",
    help="For tests.",
    paths=("samples/{year}/{id}.md", "samples/{id}.md", "odd/{id}.void.yaml", "samples.yaml"),
    columns=(ListColumn("name", lambda seen: seen.record.name, title="Called"),),
    id_pattern="[A-Z]+-[0-9]+",
)


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("samples/2026/INV-1.md", "INV-1"),
        ("samples/INV-1.md", "INV-1"),
        ("odd/INV-1.void.yaml", "INV-1"),
        ("samples.yaml", "sample"),
        ("samples/INV-1.void.md", None),
        ("samples/2026/x/INV-1.md", None),
        ("others/INV-1.md", None),
        ("samples/.md", None),
        ("odd/INV-1xvoid.yaml", None),
    ],
)
def test_the_path_of_a_file_gives_the_id(path: str, identity: str | None) -> None:
    assert KIND.identity(path) == identity


def test_a_new_record_goes_where_the_first_template_that_can_be_filled_says() -> None:
    assert KIND.path_of("INV-1", year="2026") == "samples/2026/INV-1.md"
    assert KIND.path_of("INV-1") == "samples/INV-1.md"


def test_ids_of_a_kind_have_its_form() -> None:
    assert (KIND.allows("INV-1"), KIND.allows("inv-1"), KIND.allows("INV-1x")) == (True, False, False)


def test_a_kind_is_called_as_its_record_and_lists_it_in_columns() -> None:
    assert KIND.noun == "sample"
    (column,) = KIND.columns
    assert (column.column.name, column.column.heading) == ("name", "Called")


def test_only_a_kind_of_one_file_is_single() -> None:
    assert not KIND.single
    assert Kind(record=Sample, plural="samples", help="", paths=("samples.yaml",), columns=()).single
