"""Values that have no place on a page, in the form in which one would be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

__all__ = ["CONTROLS", "ENTITIES", "charset", "date", "number"]

_NUMBERS = (
    *(b"0", b"-1", b"00000000000000000000", b"1e400", b"1e-400", b"NaN", b"Infinity", b"-Infinity", b"0x7f", b"1_000"),
    *(b"32767", b"32768", b"2147483647", b"2147483648", b"9223372036854775807", b"9223372036854775808"),
    *(b"18446744073709551616", b"99999999999999999999", b"10000000000000000000000000000g", b"1,2,3,4,5", b"1.2.3.4"),
    *(
        "٣٤٥".encode(),
        "１２３".encode(),
        "½".encode(),
        "²".encode(),
        b"1/0",
        b"0/0",
        b"1 000 000",
        b"1'000",
        b"5-",
        b"--5",
    ),
    *(b"0.000000000000000000000000000000000000000001", b"100%", b"-100%", b"1000000%", b"1.", b".5", b"+5", b"5e5"),
)
_DATES = (
    *(b"0001-01-01", b"9999-12-31", b"0000-00-00", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59Z", b"10000-01-01"),
    *(b"9999-12-31 23:59:60", b"January 1, 0001", b"Dec 31, 9999", b"31 Feb 2019", b"29.02.2019", b"Feb 30, 2018"),
    *(b"0001-01-01 00:00:00 +1400", b"9999-12-31 23:59:59 -1200", b"13/13/2019", b"Jan 2019", b"99:99:99", b"24:00"),
    *(b"1970-01-01", b"-0001-01-01", b"999999999999 days ago", b"0 hours ago", b"-5 days ago", b"yesterday", b"today"),
    *(b"999999999999999999 months", b"1e9 years", b"12/31/9999 11:59 pm", b"00/00/0000 00:00 am", b"Sept 31"),
)
CONTROLS = (
    *(b"\x00", b"\x01", b"\x07", b"\x08", b"\x0b", b"\x1b[2J", b"\x1b]0;x\x07", b"\x7f", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(
        b"\xe2\x80\xae",
        b"\xe2\x80\x8b",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc0\x80",
        b"\xff\xfe",
    ),
    *(
        b"\xef\xbf\xbf",
        b"\xef\xbf\xbd",
        b"\xc2\xad",
        b"\xcc\x81" * 40,
        b"\xf0\x9f\x92\x8a",
        b"\xc3\x83\xc2\xa9",
        b"\xc3",
    ),
)
"""Control characters, directions, bytes that are no UTF-8, and text that was decoded wrongly before."""
ENTITIES = (
    *(b"&#0;", b"&#x110000;", b"&#xD800;", b"&#99999999999999999999;", b"&#x;", b"&#;", b"&;", b"&amp;amp;amp;"),
    *(b"&lt;b&gt;", b"&nbsp;", b"&#8238;", b"&#x1F48A;", b"&eacute", b"&notit;", b"&NotAnEntity;", b"&#1;", b"&#133;"),
    *(b"&#x80;", b"&bsol;", b"&Tab;", b"&NewLine;", b"&quot;", b"&#39;", b"&" * 50),
)
_CHARSETS = (
    *(b"utf-8", b"utf-16", b"utf-16le", b"utf-32", b"utf-7", b"iso-8859-1", b"windows-1252", b"shift_jis", b"gb18030"),
    *(
        b"iso-2022-jp",
        b"koi8-r",
        b"macintosh",
        b"idna",
        b"punycode",
        b"rot13",
        b"hex",
        b"zlib",
        b"unicode_escape",
        b"x",
    ),
    *(b"utf-8\x00", b"", b"undefined", b"mbcs", b"raw_unicode_escape", b"utf-8" * 200),
)
_DIGITS = (10, 19, 28, 40, 100, 309, 1000, 4299, 4301, 20_000)
"""Numbers of digits: beyond the database's and the processor's numbers, a float's, and those that Python converts."""
_LONGEST_IS_RARE = 50


def number(chance: random.Random) -> bytes:
    """A number that is too large, too long, or none."""
    if chance.random() < 0.6:
        return chance.choice(_NUMBERS)
    length = chance.choice(_DIGITS[:-1] if chance.randrange(_LONGEST_IS_RARE) else _DIGITS)
    digit = chance.choice(b"0123456789")
    digits = bytes([digit]) * length
    return digits if chance.random() < 0.7 else digits[: length // 2] + b"." + digits[length // 2 :]


def date(chance: random.Random) -> bytes:
    """A date that is no day, or one beyond what a calendar or a time zone holds."""
    return chance.choice(_DATES)


def charset(chance: random.Random) -> bytes:
    """The name of an encoding, of one of Python's that is none, or no name."""
    return chance.choice(_CHARSETS)
