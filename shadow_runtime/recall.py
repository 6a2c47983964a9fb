"""What was measured on the same pixels before is not measured again.

    @recalled(2048)
    def ink_columns(pixels: np.ndarray, height: float) -> ...

Pages repeat themselves: between two looks most rows, controls and icons stay as they are, wherever they moved. The result
is kept under a hash of the pixels and the other arguments, so it can be shared between frames, pages and tests.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import xxhash

Result = TypeVar("Result")
BAND = 16  # rows of pixels that are hashed together
PHRASES = 64  # kept with each collection of texts


def content_key(pixels: np.ndarray) -> tuple[int, tuple[int, ...]]:
    """A key that equal pixels share and, for all purposes, others do not (64 bits of xxh3)."""
    data = np.ascontiguousarray(pixels).data if pixels.size else b""
    return xxhash.xxh3_64_intdigest(data), pixels.shape


def bands_of(rgb: np.ndarray) -> list[int]:
    """A hash of every BAND rows of a picture (64 bits of xxh3): together they say whether it was seen before, and two pictures'
    tell at a third of a comparison's cost where they differ."""
    return [xxhash.xxh3_64_intdigest(rgb[y : y + BAND].data) for y in range(0, len(rgb), BAND)]


class Recall(OrderedDict):
    """Results by key, the least recently used forgotten beyond `capacity`."""

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self.capacity = capacity

    def fetch(self, key: Hashable) -> object:
        """The result under a key, fresh again; None where there is none."""
        found = self.get(key)
        if found is not None:
            try:  # noqa: SIM105 - suppress() costs as much as all the rest
                self.move_to_end(key)
            except KeyError:  # another thread has let it go meanwhile
                pass
        return found

    def keep(self, key: Hashable, result: object) -> None:
        self[key] = result
        while len(self) > self.capacity:
            self.popitem(last=False)


def recalled(capacity: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep results of a function of pixels and hashable arguments; what it returns must not be changed by anybody."""

    def wrap(function: Callable[..., Result]) -> Callable[..., Result]:
        known = Recall(capacity)

        @wraps(function)
        def remembering(pixels: np.ndarray, *arguments: Hashable) -> Result:
            key = content_key(pixels), arguments
            found = known.fetch(key)
            if found is None:
                found = (function(pixels, *arguments),)
                known.keep(key, found)
            return found[0]  # type: ignore[index]

        remembering.known = known  # type: ignore[attr-defined]
        return remembering

    return wrap


def recalled_by_phrase(method: Callable[[Any, str], Result]) -> Callable[[Any, str], Result]:
    """Keep what a method finds for a phrase with the object whose texts it looks through; nobody may change it.

    The next look at a page finds most texts as they were, and the same claim is made about it again.
    """

    @wraps(method)
    def remembering(self: Any, phrase: str) -> Result:
        kept = self.__dict__.setdefault(f"_recalled_{method.__name__}", {})
        found = kept.get(phrase)
        if found is None:
            found = method(self, phrase)
            if len(kept) >= PHRASES:
                kept.clear()
            kept[phrase] = found
        return found

    return remembering
