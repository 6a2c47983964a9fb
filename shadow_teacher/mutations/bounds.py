"""How often can something happen, given how often it was seen: exact binomial bounds, and thresholds by Learn then Test.

Sources: Clopper and Pearson 1934 (exact interval); Angelopoulos, Bates, Candes, Jordan, Lei: Learn then Test,
arXiv 2110.01052, section 4 (fixed sequence testing); for a risk that is a frequency the binomial tail is the exact
p-value, and sharper than the Hoeffding-Bentkus one that paper gives for bounded losses.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def at_most(k: int, n: int, p: float) -> float:
    """P(Bin(n, p) <= k)."""
    if k >= n:
        return 1.0
    if p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    logs = [
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
        for i in range(k + 1)
    ]
    top = max(logs)
    return min(1.0, math.exp(top) * sum(math.exp(value - top) for value in logs))


def upper_bound(k: int, n: int, delta: float = 0.05) -> float:
    """Clopper-Pearson: the rate that k of n rules out, and every higher one, with confidence 1 - delta; 1 for n = 0."""
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if at_most(k, n, middle) > delta:
            low = middle
        else:
            high = middle
    return high


def least_trials(k: int, rate: float, delta: float = 0.05) -> int:
    """How many independent trials it takes for k events to rule out a rate: 299 for k = 0, 473 for 1, 628 for 2 at 1 %."""
    n = k + 1
    while at_most(k, n, rate) > delta:
        n += 1
    return n


def learn_then_test(values: Sequence[float], rate: float, delta: float = 0.05) -> float | None:
    """The lowest threshold t such that at most a share `rate` of such values reaches t, with confidence 1 - delta.

    values: one a trial, independent: how near the trial came to the event. Thresholds are tested from the strictest down
    and the first that cannot be certified ends it (fixed sequence: no price for looking at many). None: not even the
    strictest can be certified, there are too few trials. Ties are cleared: t lies above every value that must not reach it.
    """
    n = len(values)
    if at_most(0, n, rate) > delta:
        return None
    allowed = 0
    while allowed + 1 < n and at_most(allowed + 1, n, rate) <= delta:
        allowed += 1
    ranked = sorted(values, reverse=True)
    # With k = allowed events a threshold is certified: it must exceed the value of the next trial.
    return math.nextafter(ranked[allowed], math.inf)


def isotonic(
    scores: Sequence[float], right: Sequence[float], weights: Sequence[float], knots: int = 8
) -> list[tuple[float, float]]:
    """(score, frequency) knots of the monotone curve that fits best (pool adjacent violators), at most `knots`, evenly filled."""
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    size = max(len(order) // knots, 1)
    blocks: list[list[float]] = []  # weight, weighted score, weighted right
    for start in range(0, len(order), size):
        part = order[start : start + size]
        weight = sum(weights[i] for i in part)
        blocks.append([weight, sum(weights[i] * scores[i] for i in part), sum(weights[i] * right[i] for i in part)])
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    return [(round(score / weight, 4), round(hit / weight, 4)) for weight, score, hit in blocks]
