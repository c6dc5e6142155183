"""A day, or many, as one picture: how long callers waited, and how many waited over the day. Plain SVG, for any browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from permanence.sim.shop import DayReport

WIDTH, HEIGHT, MARGIN = 860, 250, 46
BIN_S, BINS = 15, 24
INK, BAR, LATE = "#1b2a33", "#0b5c8a", "#b3261e"


def _axes(title: str, top: float, left: str, right: str, most: str) -> list[str]:
    bottom = top + HEIGHT - MARGIN
    return [
        f'<text x="{MARGIN}" y="{top + 16}" font-size="15" font-weight="600">{escape(title)}</text>',
        f'<line x1="{MARGIN}" y1="{bottom}" x2="{WIDTH - 10}" y2="{bottom}" stroke="{INK}"/>',
        f'<text x="{MARGIN}" y="{bottom + 18}" font-size="12">{escape(left)}</text>',
        f'<text x="{WIDTH - 10}" y="{bottom + 18}" font-size="12" text-anchor="end">{escape(right)}</text>',
        f'<text x="{MARGIN - 6}" y="{top + 34}" font-size="12" text-anchor="end">{escape(most)}</text>',
    ]


def _waits(reports: Sequence[DayReport], promise_s: float, top: float) -> list[str]:
    waits = [one.waited_s for report in reports for one in report.seen]
    bins = [0] * (BINS + 1)
    for wait in waits:
        bins[min(BINS, int(wait // BIN_S))] += 1
    part = [count / len(waits) if waits else 0.0 for count in bins]
    most = max(part, default=0) or 1.0
    lines = _axes("Waits (part of the callers)", top, "0 s", f"over {BIN_S * BINS} s", f"{100 * most:.0f} %")
    room, bottom = HEIGHT - MARGIN - 30, top + HEIGHT - MARGIN
    step = (WIDTH - 10 - MARGIN) / (BINS + 1)
    for at, share in enumerate(part):
        colour = LATE if at * BIN_S >= promise_s else BAR
        high = room * share / most
        lines.append(
            f'<rect x="{MARGIN + at * step + 1:.1f}" y="{bottom - high:.1f}" width="{step - 2:.1f}" height="{high:.1f}" fill="{colour}">'
            f"<title>{at * BIN_S} to {(at + 1) * BIN_S} s: {100 * share:.1f} %</title></rect>"
        )
    return lines


def _line(reports: Sequence[DayReport], top: float) -> list[str]:
    longest = max(reports, key=lambda report: len(report.waiting))
    count = len(longest.waiting)
    mean = [
        sum(report.waiting[at][1] if at < len(report.waiting) else 0 for report in reports) / len(reports) for at in range(count)
    ]
    most = max(mean, default=0) or 1.0
    hours = longest.waiting[-1][0] / 3600 if count else 0
    lines = _axes("Callers in line over the day (mean of the days)", top, "opening", f"{hours:.1f} h later", f"{most:.1f}")
    room, bottom = HEIGHT - MARGIN - 30, top + HEIGHT - MARGIN
    wide = (WIDTH - 10 - MARGIN) / max(1, count - 1)
    path = " ".join(f"{MARGIN + at * wide:.1f},{bottom - room * value / most:.1f}" for at, value in enumerate(mean))
    lines.append(f'<polyline points="{path}" fill="none" stroke="{BAR}" stroke-width="1.5"/>')
    return lines


def draw(title: str, reports: Sequence[DayReport], promise_s: float) -> str:
    """Return the picture of these days; waits beyond the promise are drawn in red."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {2 * HEIGHT + 40}" font-family="sans-serif" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{2 * HEIGHT + 40}" fill="white"/>',
        f'<text x="{MARGIN}" y="26" font-size="17" font-weight="700">{escape(title)}</text>',
        *_waits(reports, promise_s, 40),
        *_line(reports, 40 + HEIGHT),
        "</svg>",
    ]
    return "\n".join(lines)
