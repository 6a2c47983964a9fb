"""What words mean the same in a user interface, and which must never be confused; hand-written data in words/.

    words/concepts/*.txt    id = labels that pages print :: ways in which a person refers to it
    words/spoken/*.txt      id += more ways: what nearly every page has (common.txt), then area by area
    words/verbs.txt         what one does with a thing :: how a person says it, {} being the thing
    words/things.txt        things :: how a person calls them
    words/synonyms.txt      groups of phrases that name the same thing, icons above all
    words/field_hints.txt   names of a field = what stands in it: placeholder, autocomplete token
    words/antonyms.txt      pairs that share a topic but must never be taken for each other

All phrases are lower case: ordinary interface language, written without looking at any page that the student is judged on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import xxhash

WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing an interface can offer.

    name: its id. area: the file it stands in. labels: what pages print. phrasings: how a person refers to it.
    """

    name: str
    area: str
    labels: tuple[str, ...]
    phrasings: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """True for the eighth of all concepts that only measures."""
        return _bucket(self.name) % 8 == 0

    @property
    def held_out_phrasings(self) -> tuple[str, ...]:
        """The sixth of the phrasings that only measures: ways of speaking about a known concept that were never taught."""
        return tuple(p for p in self.phrasings if _bucket(p) % 6 == 0)

    @property
    def taught_phrasings(self) -> tuple[str, ...]:
        return tuple(p for p in self.phrasings if _bucket(p) % 6)


def _bucket(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode()) % 1000


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase.strip() for phrase in text.split("|") if phrase.strip()))


@lru_cache(maxsize=1)
def concepts() -> tuple[Concept, ...]:
    """All concepts. Raises ValueError that names the file and line where one is not well-formed."""
    found: dict[str, Concept] = {}
    for path in sorted((WORDS / "concepts").glob("*.txt")):
        for line in _lines(path):
            name, equals, rest = line.partition(" = ")
            labels, colons, phrasings = rest.partition(" :: ")
            if not (equals and colons and name == name.strip() and " " not in name) or name in found:
                raise ValueError(f'{path.name}: expected "id = label | label :: phrasing | phrasing" with an id of its own, got {line[:60]!r}')
            taken = _phrases(labels)
            found[name] = Concept(name, path.stem, taken, tuple(p for p in _phrases(phrasings) if p not in taken))
    for path, line in ((file, line) for file in sorted((WORDS / "spoken").glob("*.txt")) for line in _lines(file)):
        name, plus, phrasings = line.partition(" += ")
        if not plus or name not in found:
            raise ValueError(f'spoken/{path.name}: expected "id += phrasing | phrasing" with the id of a concept, got {line[:60]!r}')
        known = found[name]
        found[name] = replace(known, phrasings=tuple(dict.fromkeys((*known.phrasings, *(p for p in _phrases(phrasings) if p not in known.labels)))))
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Way:
    """A verb or a thing. labels: what pages print. phrasings: how a person says it; of a verb, with {} for the thing."""

    labels: tuple[str, ...]
    phrasings: tuple[str, ...]


@lru_cache(maxsize=1)
def verbs() -> tuple[Way, ...]:
    """What one does with a thing."""
    return _ways("verbs.txt")


@lru_cache(maxsize=1)
def things() -> tuple[Way, ...]:
    """What one does it with."""
    return _ways("things.txt")


def _ways(file: str) -> tuple[Way, ...]:
    halves = [line.partition(" :: ") for line in _lines(WORDS / file)]
    return tuple(Way(_phrases(labels), _phrases(phrasings)) for labels, _, phrasings in halves)


@lru_cache(maxsize=1)
def synonym_groups() -> list[list[str]]:
    """Groups of phrases that mean the same; a phrase may stand in several groups."""
    return [list(_phrases(line)) for line in _lines(WORDS / "synonyms.txt")]


@lru_cache(maxsize=1)
def field_pairs() -> list[tuple[str, str]]:
    """(name of a field, what stands in or names it otherwise), e.g. ("first name", "given-name")."""
    pairs = []
    for line in _lines(WORDS / "field_hints.txt"):
        names, _, hints = line.partition(" = ")
        pairs += [(name.strip(), hint.strip()) for name in names.split(",") for hint in hints.split("|")]
    return [(name, hint) for name, hint in pairs if name != hint]


@lru_cache(maxsize=1)
def antonym_pairs() -> list[tuple[str, str]]:
    """Pairs of phrases that must never be taken for each other."""
    pairs = {}
    for line in _lines(WORDS / "antonyms.txt"):
        for pair in line.split(";"):
            first, _, second = pair.partition("/")
            pairs.setdefault(frozenset((first.strip(), second.strip())), (first.strip(), second.strip()))
    return list(pairs.values())
