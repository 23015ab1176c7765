"""What was measured, as a table for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One figure of every subject."""

    name: str
    unit: str = ""
    digits: int = 0
    more_is_better: bool = False


ROWS = (
    Row("one person: updates/s", more_is_better=True),
    Row("one person: CPU", "ms", 2),
    Row("one person: p50", "ms", 1),
    Row("one person: p99", "ms", 1),
    Row("64 people: updates/s", more_is_better=True),
    Row("64 people: CPU", "ms", 2),
    Row("64 people: p50", "ms", 1),
    Row("64 people: p99", "ms", 1),
    Row("100/s: p50", "ms", 1),
    Row("100/s: p99", "ms", 1),
    Row("80 ms away: updates/s", more_is_better=True),
    Row("ready, first start", "ms"),
    Row("memory", "MB"),
)


@dataclass(frozen=True)
class Aim:
    """One figure of ours alone, and what it should be; `most` or `least` or neither."""

    name: str
    unit: str = ""
    digits: int = 0
    least: float | None = None
    most: float | None = None

    def said(self) -> str:
        if self.least is not None:
            return f"≥ {self.least:g}"
        return "" if self.most is None else f"≤ {self.most:g}"

    def verdict(self, value: float) -> str:
        if self.least is None and self.most is None:
            return ""
        met = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        return "met" if met else "missed"


Measured = Mapping[str, Sequence[float]]
"""A figure's values, one a round."""


def comparison(measured: Mapping[str, Measured], ours: str, others: Sequence[str]) -> str:
    """The figures of each subject, and how many times better ours are."""
    subjects = [*others, ours]
    lines = [["", *subjects, *(f"{ours} / {other}" for other in others)]]
    for row in ROWS:
        values = {name: median(measured[name][row.name]) for name in subjects if row.name in measured.get(name, {})}
        shown = [f"{values[name]:.{row.digits}f}" if name in values else "" for name in subjects]
        ratios = [_ratio(row, values, ours, other) for other in others]
        lines.append([f"{row.name} {row.unit}".rstrip(), *shown, *ratios])
    return aligned(lines)


def _ratio(row: Row, values: Mapping[str, float], ours: str, other: str) -> str:
    if ours not in values or other not in values:
        return ""
    better, worse = (ours, other) if row.more_is_better else (other, ours)
    return f"{values[better] / values[worse]:.1f}×"


def against_aims(measured: Measured, aims: Iterable[Aim]) -> str:
    """Ours alone."""
    lines = [["", "Bạn Học", "aim", ""]]
    for aim in aims:
        if aim.name in measured:
            value = median(measured[aim.name])
            shown = f"{value:.{aim.digits}f} {aim.unit}".rstrip()
            lines.append([aim.name, shown, aim.said(), aim.verdict(value)])
    return aligned(lines)


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be, the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
