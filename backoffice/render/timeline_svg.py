"""Contracts over time as a picture: one self-contained SVG file, light or dark as the reader's screen is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from backoffice.core.duration import add_months
from backoffice.render.text import visible
from backoffice.reports.contract_timeline import ACT, BEFORE, BOUND, GOES_ON, MONTHS, NONE, UNSURE, Bar

LABEL, MONTH, ROW, TOP, EDGE = 320, 18, 26, 64, 16
"""Widths and heights in pixels: of the names, of a month, of a row, above the rows, around everything."""
LONGEST = 44
"""A name has at most so many letters."""
CLASSES = {BOUND: "bound", GOES_ON: "on", UNSURE: "unsure", ACT: "act"}
LEGEND = (("bound", "bound"), ("on", "if nobody does anything"), ("act", "last month to act"), ("unsure", "not signed"))

STYLE = """
svg { background: #fff; font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif }
text { fill: #1c2024 } .soft { fill: #6b7278; font-size: 11px } .title { font-size: 18px; font-weight: 600 }
.line { stroke: #e3e5e8 } .today { stroke: #1c2024; stroke-dasharray: 3 3 }
.bound { fill: COLOUR } .on { fill: COLOUR; opacity: .28 } .act { fill: #1c2024 }
.unsure { fill: none; stroke: COLOUR; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
svg { background: #16191d } text { fill: #e6e8ea } .soft { fill: #9aa1a8 } .line { stroke: #2c3137 }
.today { stroke: #e6e8ea } .act { fill: #fff } }
"""


def timeline_svg(bars: Sequence[Bar], *, title: str, as_of: dt.date, colour: str) -> str:
    """Return the picture; ``colour`` is that of the business, as ``#rrggbb``."""
    width, height = LABEL + MONTHS * MONTH + 2 * EDGE, TOP + max(len(bars), 1) * ROW + 48
    start = add_months(as_of.replace(day=1), -BEFORE)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label="{_text(title)}">'
        ),
        f"<style>{STYLE.replace('COLOUR', colour)}</style>",
        f'<text class="title" x="{EDGE}" y="30">{_text(title)}</text>',
        *_years(start, TOP + len(bars) * ROW),
        *(line for at, bar in enumerate(bars) for line in _row(bar, TOP + at * ROW)),
        *_today(as_of, TOP + len(bars) * ROW),
        *_legend(height - 16),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return escape(visible(text), quote=True)


def _x(month: float) -> str:
    return f"{EDGE + LABEL + month * MONTH:g}"


def _years(start: dt.date, bottom: int) -> Iterator[str]:
    for at in range(MONTHS + 1):
        month = add_months(start, at)
        if month.month == 1:
            yield f'<line class="line" x1="{_x(at)}" x2="{_x(at)}" y1="{TOP - 16}" y2="{bottom}"/>'
            yield f'<text class="soft" x="{float(_x(at)) + 4:g}" y="{TOP - 8}">{month:%Y}</text>'


def _row(bar: Bar, y: int) -> Iterator[str]:
    name = bar.contract if len(bar.contract) <= LONGEST else f"{bar.contract[: LONGEST - 1]}…"
    yield f'<text x="{EDGE}" y="{y + 17}">{_text(name)}<tspan class="soft" dx="8">{_text(bar.state)}</tspan></text>'
    at = 0
    for mark, months in groupby(bar.months):
        count = len(list(months))
        if mark != NONE:
            box = f'x="{_x(at)}" y="{y + 6}" width="{count * MONTH}" height="{ROW - 12}"'
            yield f'<rect class="{CLASSES[mark]}" {box}><title>{_text(bar.said)}</title></rect>'
        at += count


def _today(as_of: dt.date, bottom: int) -> Iterator[str]:
    x = _x(BEFORE + (as_of.day - 1) / 31)
    yield f'<line class="today" x1="{x}" x2="{x}" y1="{TOP - 16}" y2="{bottom}"/>'
    yield f'<text class="soft" x="{x}" y="{TOP - 22}" text-anchor="middle">{as_of}</text>'


def _legend(y: int) -> Iterable[str]:
    x = EDGE
    for name, text in LEGEND:
        yield f'<rect class="{name}" x="{x}" y="{y - 10}" width="22" height="11"/>'
        yield f'<text class="soft" x="{x + 28}" y="{y}">{text}</text>'
        x += 28 + 6 * len(text) + 20
