"""Numbers of things, in English, with the words that agree with them."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, thing: str, form: str = "") -> str:
    """
    Return a number with what is counted.

    Args:
        number: how many there are.
        thing: what it is called where there is one, whose plural ends in s; or both, with ``|`` between, where it does
            not, or where a verb follows.
        form: how the number is written, as `format` takes it.

    >>> counted(1, "page"), counted(2204, "page", ","), counted(0, "page is cut|pages are cut")
    ('1 page', '2,204 pages', '0 pages are cut')
    """
    one, _, several = thing.partition("|")
    return f"{number:{form}} {one if number == 1 else several or f'{one}s'}"
