"""What holds for every page: links that lead somewhere, no claims we cannot keep, a README of a readable length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]*)\)")
FENCE = re.compile(r"^(`{3,})[^\n]*\n.*?^\1`*\s*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not leads_somewhere(page, link)] == []


@each_page
def test_claims_nothing_that_only_a_court_can_say(page: Path) -> None:
    assert re.findall(r"\b(?:non-)?complian(?:t|ce)\b|\blegally valid\b", page.read_text(), re.IGNORECASE) == []


@each_page
def test_has_one_title(page: Path) -> None:
    titles = re.findall(r"^# .+", FENCE.sub("", page.read_text()), re.MULTILINE)
    assert len(titles) == 1


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 200


def test_every_page_is_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md" and page.is_file():
            seen.add(page)
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page)]
    assert [page for page in PAGES if page not in seen] == []


def test_the_map_of_the_house_names_every_room_and_only_what_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    rooms = dict(re.findall(r"^\| `(\w+)/` \| (.+) \|$", text, re.MULTILINE))
    house = ROOT / "backoffice"
    assert rooms.keys() == {path.parent.name for path in house.glob("*/__init__.py")}
    named = [(room, name) for room, idea in rooms.items() for name in re.findall(r"`([a-z_]+/?)`", idea)]
    assert [each for each in named if not is_there(house.joinpath(*each))] == []


def is_there(module: Path) -> bool:
    return module.is_dir() or module.with_suffix(".py").is_file()


def links(page: Path) -> Iterator[str]:
    return (match[1] for match in LINK.finditer(FENCE.sub("", page.read_text())))


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, name = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not name or name in anchors(target)


def anchors(page: Path) -> set[str]:
    text = FENCE.sub("", page.read_text())
    return {slug(match[1]) for match in HEADING.finditer(text)}


def slug(heading: str) -> str:
    """Return the name that Git hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
