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


def chains_of(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cells chain by chain, each in its columns' order, and where in that every chain starts and stops.

    xs: the cells' columns, ascending; tops, bottoms: their vertical extents. (N,) and twice (C,) int; at least one cell.
    """
    if len(xs) <= FEW:
        return _grouped(np.array(_followed(xs.tolist(), tops.tolist(), bottoms.tolist())))
    order, starts, stops = _strands(xs, tops, bottoms)
    xs, tops, bottoms = xs[order], tops[order], bottoms[order]
    uneven = (~_even(xs, tops, bottoms, starts)).nonzero()[0].tolist()
    if not uneven:
        return order, starts, stops
    firsts = starts.repeat(stops - starts)
    for strand in uneven:
        start, stop = int(starts[strand]), int(stops[strand])
        firsts[start:stop] = _followed(xs[start:stop].tolist(), tops[start:stop].tolist(), bottoms[start:stop].tolist())
        firsts[start:stop] += start
    again, starts, stops = _grouped(firsts)
    return order[again], starts, stops


def _grouped(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """An order in which equal numbers stand together, as they came, and where in it each number starts and stops."""
    order = narrow(numbers).argsort(kind="stable")
    numbers = numbers[order]
    return order, *_bounds(numbers[1:] != numbers[:-1])


def _bounds(parted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where runs start and stop. parted: whether each but the first is of another run than the one before."""
    edges = np.empty(len(parted) + 2, bool)
    edges[0], edges[1:-1], edges[-1] = True, parted, True
    bounds = edges.nonzero()[0]
    return bounds[:-1], bounds[1:]


def narrow(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers from 0 on, in 16 bits where they fit: numpy sorts those by counting."""
    return numbers.astype(np.uint16) if numbers.max(initial=0) < 2**16 else numbers


def _strands(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cells in an order, still column by column, and where in it things start and stop that no chain goes on from.

    A chain's extent is a mean of its cells', so no cell can join that lies farther above or below all of them than APART
    of its own height and of theirs; and nothing joins over more than REACH columns.
    """
    reach = (APART + ROUNDED) * np.maximum(bottoms - tops, 1.0)
    low, high = tops - reach, tops + reach
    downward = low.argsort()
    low, high = low[downward], high[downward]
    bands = np.zeros(len(xs), np.uint16)  # so narrow a number is sorted by counting; bands are 0.7 px high at least
    bands[downward[1:]] = (low[1:] >= np.maximum.accumulate(high)[:-1]).cumsum()
    order = bands.argsort(kind="stable")
    bands, xs = bands[order], xs[order]
    return order, *_bounds((bands[1:] != bands[:-1]) | (xs[1:] - xs[:-1] > REACH))


def _even(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Which strands, beginning at `starts`, are one chain whoever follows them: a cell a column, all of one extent."""
    extents = np.array([tops, bottoms, bottoms - tops])
    least, most = np.minimum.reduceat(extents, starts, axis=1), np.maximum.reduceat(extents, starts, axis=1)
    alike = np.maximum(most[0] - least[0], most[1] - least[1]) < (APART - ROUNDED) * np.maximum(least[2], 1.0)
    again = np.zeros(len(xs), bool)
    again[1:] = xs[1:] == xs[:-1]
    again[starts] = False
    return alike & ~np.logical_or.reduceat(again, starts)


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
