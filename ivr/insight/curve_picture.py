"""The trade-off between questions and wrong routes as a picture (SVG). Pure."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from ivr.insight.tuning import Point, Tuned

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 420, 70, 50, 30, 60
STEPS = 4
COLOURS = {"now": "#555555", "chosen": "#c0392b"}


def picture(tuned: Tuned, title: str) -> str:
    """Wrongly routed calls over questions in a call, from the boldest way to decide to the most careful."""
    points = tuned.points
    most_asked = max(0.1, *(_asked(point) for point in points))
    most_wrong = max(1.0, *(_wrong(point) for point in points))

    def place(point: Point) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * _asked(point) / most_asked
        down = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * _wrong(point) / most_wrong
        return round(across, 1), round(down, 1)

    curve = " ".join(f"{across},{down}" for across, down in map(place, points))
    dots = [f'<circle cx="{across}" cy="{down}" r="3" fill="#2c6fbb"/>' for across, down in map(place, points)]
    marks = [*_mark("now", tuned.now, place(tuned.now), -12), *_mark("chosen", tuned.chosen, place(tuned.chosen), 20)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        _text(WIDTH / 2, 24, title, "middle", 15),
        *_axes(most_asked, most_wrong),
        f'<polyline points="{curve}" fill="none" stroke="#2c6fbb" stroke-width="2"/>',
        *dots,
        *marks,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _asked(point: Point) -> float:
    return point.outcome.per_call(point.outcome.questions)


def _wrong(point: Point) -> float:
    return 100 * point.outcome.per_call(point.outcome.wrong)


def _axes(most_asked: float, most_wrong: float) -> Sequence[str]:
    low, high = HEIGHT - BOTTOM, WIDTH - RIGHT
    drawn = [
        f'<path d="M{LEFT},{TOP} V{low} H{high}" fill="none" stroke="black"/>',
        _text((LEFT + high) / 2, HEIGHT - 16, "questions in a call", "middle"),
        _text(LEFT, TOP - 10, "wrongly routed, percent", "middle"),
    ]
    for step in range(STEPS + 1):
        across = LEFT + (high - LEFT) * step / STEPS
        down = low - (low - TOP) * step / STEPS
        drawn.append(_text(across, low + 18, f"{most_asked * step / STEPS:.2f}", "middle"))
        drawn.append(_text(LEFT - 8, down + 4, f"{most_wrong * step / STEPS:.1f}", "end"))
    return drawn


def _mark(name: str, point: Point, place: tuple[float, float], below: int) -> Sequence[str]:
    across, down = place
    return (
        f'<circle cx="{across}" cy="{down}" r="6" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>',
        _text(across + 8, down + below, f"{name}: wrong_route {point.costs.wrong_route:g}", "start"),
    )


def _text(across: float, down: float, words: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{across:.1f}" y="{down:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'
