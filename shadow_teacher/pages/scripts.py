"""Text in scripts that the reader cannot read, right-to-left where the script is: located, never read.

Words are strung from letters at random; no language is meant.
"""

from __future__ import annotations

import re
from random import Random

LETTERS = {
    "arabic": ("rtl", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "hebrew": ("rtl", "אבגדהוזחטיכלמנסעפצקרשת"),
    "cyrillic": ("ltr", "абвгдежзиклмнопрстуфхцчшыьэюя"),
    "greek": ("ltr", "αβγδεζηθικλμνξοπρστυφχψω"),
    "han": ("ltr", "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长"),
    "kana": ("ltr", "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをんアイウエオカキクケコサシスセソ"),
}
WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")


def foreign(rng: Random, body: str) -> tuple[str, str]:
    """(body with most of its words in one foreign script, direction of that script)."""
    name = rng.choice(sorted(LETTERS))
    direction, letters = LETTERS[name]
    share = rng.choice((0.4, 0.8, 1.0))

    def word(match: re.Match[str]) -> str:
        length = len(match.group()) if name not in ("han", "kana") else rng.randint(1, 4)
        return "".join(rng.choice(letters) for _ in range(length))

    def text(match: re.Match[str]) -> str:
        return ">" + (WORD.sub(word, match.group(1)) if rng.random() < share else match.group(1)) + "<"

    kept = re.split(r"(<svg\b.*?</svg>|<style\b.*?</style>)", body, flags=re.S)
    parts = [part if part.startswith(("<svg", "<style")) else re.sub(r">([^<>&]+)<", text, part) for part in kept]
    attribute = re.compile(r'(placeholder|value)="([^"<>&]+)"')
    return attribute.sub(lambda m: f'{m.group(1)}="{WORD.sub(word, m.group(2))}"', "".join(parts)), direction
