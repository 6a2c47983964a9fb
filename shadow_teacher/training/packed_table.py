"""A text table as files hold it: entries, and rows in int8 with a scale each."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def unpacked(table: Path) -> tuple[list[str], np.ndarray]:
    """Entries and (V, D) float32 vectors of a trained table."""
    with np.load(table) as arrays:
        return bytes(arrays["entries"]).decode().split("\n"), arrays["rows"] * arrays["scale"][:, None].astype(np.float32)


def packed_rows(entries: list[str], vectors: np.ndarray) -> dict[str, np.ndarray]:
    """Arrays "entries", "rows" and "scale" as shadow_runtime.embed.TextTable reads them."""
    scale = (np.maximum(np.abs(vectors).max(axis=1), 1e-3) / 127).astype(np.float16).astype(np.float32)
    return {"entries": np.frombuffer("\n".join(entries).encode(), np.uint8), "rows": np.clip(np.round(vectors / scale[:, None]), -127, 127).astype(np.int8),
            "scale": scale.astype(np.float16)}
