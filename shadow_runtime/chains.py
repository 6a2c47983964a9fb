"""Cells of text rows -> chains: which cells, column after column, are one row of text.

A cell goes on the chain of one of the two columns before it whose extent differs least from its own, by less than APART
of the taller height. That is a matter of one cell after the other; but most rows lie apart from all others and are as
even as print, and those are known for chains without following them.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

APART = 0.35  # of the taller height: a cell differing so much from a chain is not of it
FOLLOW = 0.4  # how far a chain goes with each of its cells: one noisy cell must not derail it
REACH = 2  # columns that a chain may bridge
FEW = 80  # cells: following so few costs less than sorting them
ROUNDED = 0.01  # margin on APART, far above what float arithmetic rounds off


def chains_of(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray) -> np.ndarray:
    """(N,) int: for every cell the first cell of its chain. The cells' columns, ascending, and vertical extents."""
    if len(xs) <= FEW:
        return np.array(_followed(xs.tolist(), tops.tolist(), bottoms.tolist()), np.int64)
    order, starts = _strands(xs, tops, bottoms)
    xs, tops, bottoms = xs[order], tops[order], bottoms[order]
    stops = np.append(starts[1:], len(order))
    firsts = np.repeat(order[starts], stops - starts)
    for strand in np.flatnonzero(~_even(xs, tops, bottoms, starts)).tolist():
        cells = slice(starts[strand], stops[strand])
        firsts[cells] = order[cells][_followed(xs[cells].tolist(), tops[cells].tolist(), bottoms[cells].tolist())]
    found = np.empty_like(firsts)
    found[order] = firsts
    return found


def _strands(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The cells in an order, still column by column, and where in it something begins that no chain goes on to.

    A chain's extent is a mean of its cells', so no cell can join that lies farther above or below all of them than APART
    of its own height and of theirs; and nothing joins over more than REACH columns.
    """
    reach = (APART + ROUNDED) * np.maximum(bottoms - tops, 1.0)
    low, high = tops - reach, tops + reach
    downward = np.argsort(low)
    bands = np.zeros(len(xs), np.uint16)  # so narrow a number is sorted by counting; bands are 0.7 px high at least
    bands[downward[1:]] = np.cumsum(low[downward[1:]] >= np.maximum.accumulate(high[downward])[:-1])
    order = np.argsort(bands, kind="stable")
    bands, xs = bands[order], xs[order]
    return order, np.flatnonzero(np.concatenate([[True], (bands[1:] != bands[:-1]) | (xs[1:] - xs[:-1] > REACH)]))


def _even(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Which strands, beginning at `starts`, are one chain whoever follows them: a cell a column, all of one extent."""
    extents = np.stack([tops, bottoms, bottoms - tops])
    least, most = np.minimum.reduceat(extents, starts, axis=1), np.maximum.reduceat(extents, starts, axis=1)
    alike = np.maximum(most[0] - least[0], most[1] - least[1]) < (APART - ROUNDED) * np.maximum(least[2], 1.0)
    doubled = np.concatenate([[False], xs[1:] == xs[:-1]])
    return alike & ~np.logical_or.reduceat(doubled, starts)


def _followed(xs: list[int], tops: list[float], bottoms: list[float]) -> list[int]:
    """The first cell of every cell's chain. A loop, because each step follows from the last."""
    firsts: list[int] = []
    alive: list[list] = []  # [column, top, bottom, first cell] of chains that may still grow
    column = -1
    for cell, (x, top, bottom) in enumerate(zip(xs, tops, bottoms, strict=True)):
        if x != column:
            column, oldest = x, x - REACH
            alive = [run for run in alive if run[0] >= oldest]
        size = bottom - top
        best, best_gap = None, APART
        for run in alive:
            tall = run[2] - run[1]
            reference = (tall if tall > size else size) if tall > 1.0 or size > 1.0 else 1.0
            above, below = abs(run[1] - top), abs(run[2] - bottom)
            gap = (above if above > below else below) / reference
            if gap < best_gap and run[0] != x:
                best, best_gap = run, gap
        if best is None:
            alive.append([x, top, bottom, cell])
            firsts.append(cell)
        else:
            best[0] = x
            best[1] += FOLLOW * (top - best[1])
            best[2] += FOLLOW * (bottom - best[2])
            firsts.append(best[3])
    return firsts
