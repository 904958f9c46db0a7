"""The words that may stay in a draft because a market's own code and tables have them, or they exclude places."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.page.places.names import load_place_data
from cryptodrug_scraper.page.sources import source_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cryptodrug_scraper.page.market import Market

__all__ = ["SiteWords", "words_in", "words_of"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ESCAPE = re.compile(r"\\[a-zA-Z]")
r"""As in a pattern: the word in ``\bmaintenance\b`` is "maintenance"."""
_PATTERN = re.compile(r"\|\w|\(\?:|\w\?|\+\?|\*\?|\.\+|\(")
"""What a pattern has that gives a choice."""
_OPTIONAL = re.compile(r"[^\W_]\?")
"""A letter that a pattern may do without: "feedbacks?" finds "feedback" too."""
_TABLES = frozenset({".csv", ".toml"})


@dataclass(frozen=True)
class SiteWords:
    """
    The words of a market's code and tables, in lower case.

    Attributes:
        words: the words.
        texts: the texts that they stand in, each as its words with a space between and around them.
        patterns: the words of patterns, of which any may be left out of what these find.
        names: the words of the names of markets.
    """

    words: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    patterns: frozenset[tuple[str, ...]] = frozenset()
    names: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str], names: Iterable[str] = ()) -> SiteWords:
        """Those of some texts, and of names of markets."""
        every = [form for text in texts for form in dict.fromkeys((text, _OPTIONAL.sub("", text)))]
        said = [tuple(_WORD.findall(_ESCAPE.sub(" ", text).lower())) for text in every]
        return cls(
            frozenset(word for words in said for word in words),
            frozenset(f" {' '.join(words)} " for words in said if len(words) > 1),
            frozenset(
                words for text, words in zip(every, said, strict=True) if _PATTERN.search(text) and len(words) > 2
            ),
            frozenset(tuple(_WORD.findall(name.lower())) for name in names),
        )

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def length_of_name(self, words: Sequence[str], at: int) -> int:
        """Of how many words the longest name of a market is that begins at a word, in lower case; 0 if none does."""
        return max((len(name) for name in self.names if tuple(words[at : at + len(name)]) == name), default=0)

    def says(self, words: Sequence[str]) -> bool:
        """Tell whether words, in lower case, follow one another in one of the texts, or in what a pattern may find."""
        return f" {' '.join(words)} " in self._joined or any(_is_in_order(words, each) for each in self.patterns)

    @cached_property
    def _joined(self) -> str:
        return "\n".join(sorted(self.texts))


def _is_in_order(words: Sequence[str], among: Sequence[str]) -> bool:
    left = iter(among)
    return all(word in left for word in words)


def words_of(market: Market) -> SiteWords:
    """
    Every word in the texts of the code that reads a market's pages: labels, classes, categories.

    What the reader of a page goes by stays, and the names of markets; the rest of the site's own words may go.
    """
    names = [name for each in markets() for name in (each.name, each.title)]
    return words_in((file for source in market.sources for _, file in source_files(source)), names)


def words_in(files: Iterable[Path], names: Iterable[str] = ()) -> SiteWords:
    """Every word in the texts of code and in tables among some files, those that exclude places, names of markets."""
    texts = [text for file in files for text in _texts(file)]
    texts += [word for words in load_place_data()["exclusion"].values() for word in words]
    return SiteWords.of(texts, names)


def _texts(file: Path) -> Iterator[str]:
    """The texts in a module, without what documents it, and the fields of a table."""
    if file.suffix in _TABLES:
        yield from re.split(r"[,;\n\"]", file.read_text(encoding="utf-8"))
    elif file.suffix == ".py":
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documenting = set(map(id, _documenting(tree)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in documenting:
                yield node.value if isinstance(node.value, str) else node.value.decode(errors="replace")


def _documenting(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that stand alone: what documents modules, classes, functions and values."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
