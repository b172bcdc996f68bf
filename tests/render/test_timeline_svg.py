"""Contracts over time as a picture."""

from __future__ import annotations

from defusedxml import ElementTree

from backoffice.render.timeline_svg import timeline_svg
from backoffice.reports.contract_timeline import Bar, bars
from tests.agreed import YEARLY, contract, day, draft
from tests.made import books

TODAY = day("2026-11-21")
SVG = "{http://www.w3.org/2000/svg}"
KEPT = books(
    contract("lease", effective="2026-01-01", term="12m", renewal=YEARLY, notice={"initial": "20d"}),
    draft("waiting", effective="2027-01-01", term="12m"),
    contract("over", effective="2019-01-01", ends="2020-01-01"),
)


def drawn(*found: Bar) -> str:
    return timeline_svg(found, title="Studio & Söhne <b>", as_of=TODAY, colour="#1f4e5f")


def shapes(picture: str) -> list[tuple[str | None, str | None, str | None]]:
    root = ElementTree.fromstring(picture)
    return [(each.get("class"), each.get("x"), each.get("width")) for each in root.iter(f"{SVG}rect")][:-4]


def test_a_run_of_months_is_one_bar_where_the_months_are() -> None:
    found = bars(KEPT, as_of=TODAY)
    assert [each.contract for each in found] == ["lease", "waiting"]
    assert shapes(drawn(*found)) == [
        ("bound", "372", "198"),
        ("act", "570", "18"),
        ("on", "588", "396"),
        ("unsure", "588", "216"),
    ]


def test_text_of_records_is_only_text() -> None:
    picture = drawn(Bar("a" * 60, "active", "█" * 36, '"><script>alert(1)</script>\x1b'))
    root = ElementTree.fromstring(picture)
    assert [each for each in root.iter() if each.tag.endswith("script")] == []
    assert [each.text for each in root.iter(f"{SVG}title")] == ['"><script>alert(1)</script>\\x1b']
    assert "a" * 43 + "…" in picture
    assert next(root.iter(f"{SVG}text")).text == "Studio & Söhne <b>"


def test_the_same_contracts_give_the_same_bytes_and_none_give_a_picture_too() -> None:
    assert drawn(*bars(KEPT, as_of=TODAY)) == drawn(*bars(KEPT, as_of=TODAY))
    assert shapes(drawn()) == []
