"""Words before the lower bound of a quantity, and between the two bounds of one, in the languages that readers know."""

__all__ = ["FROM_WORDS", "TO"]

FROM_WORDS = "from|ab|vanaf|à partir de|dès|desde|a partir de|da|fra|från|od|alkaen|от|від|de la|από|az?"
"""Words for "from", as a pattern without a group around."""
TO = r"(?:-|–|—|\b(?:to|bis|tot|à|a|til|till|do|až|aż|до|la|până\s+la|έως|ως|līdz|iki|kuni)\b)"
"""A dash, or a word for "to"."""
