"""The reader's alphabet, and which characters people and pixels cannot tell apart.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from functools import lru_cache

ASCII = "".join(map(chr, range(0x20, 0x7F)))
LATIN = "".join(map(chr, range(0xA1, 0x180))).replace("\u00ad", "")
TYPOGRAPHIC = "‐–—‘’‚“”„•…‹›€₹™←↑→↓↗−✓✔✕✗⌘★☆▲▶▸▼▾●○"
CHARSET = ASCII + LATIN + TYPOGRAPHIC  # index 0 of the network's output is the CTC blank, index i + 1 is CHARSET[i]

# Written differently, painted alike: training folds them to one character that the reader can be right about.
SAME_LOOK = {"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u2015": "—", "\u2212": "–", "\u00a0": " ", "\u202f": " ",
             "▴": "▲", "◆": "●", "✘": "✗", "×": "×", "☓": "✕"}
_CONFUSABLE = str.maketrans({
    "I": "l", "|": "l", "1": "l", "!": "l", "ı": "l", "O": "o", "0": "o", "Q": "o", "‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"',
    "„": '"', "–": "-", "—": "-", "‐": "-", "−": "-", "…": ".", "•": ".", "·": ".", "×": "x", "✕": "x", "✗": "x", "✔": "✓", ",": ".", ";": ":",
    "5": "s", "8": "b", "2": "z",
})


def fold_look(text: str) -> str:
    """Text with each character replaced by the one of the charset that looks the same."""
    return "".join(SAME_LOOK.get(c, c) for c in text)


@lru_cache(maxsize=8192)
def fold_confusables(text: str) -> str:
    """A key in which I, l, 1 and | are one, O and 0, the quotes, the dashes, rn and m ... for "is it the same but for
    what pixels cannot tell"; lower case, single spaces."""
    return " ".join(text.translate(_CONFUSABLE).lower().replace("rn", "m").replace("vv", "w").replace("cl", "d").split())
