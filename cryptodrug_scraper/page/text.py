"""
Turn bytes into text: find the encoding that a page really has, and repair text that was encoded twice.

The declared charset is ignored: the markets' servers and the tools that saved their pages both got it wrong.
"""

from __future__ import annotations

import codecs
import re

__all__ = ["collapse", "decode", "looks_doubly_encoded", "repair"]

_CP1252 = {byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0xA0)}
_UNMAPPED = {byte: chr(byte) for byte, char in _CP1252.items() if char == "\ufffd"}
_FROM_C1 = {byte: char for byte, char in _CP1252.items() if char != "\ufffd"}
"""The cp1252 meaning of U+0080 to U+009F, for the 27 of them that have one."""
_TO_BYTE = {ord(char): byte for byte, char in (_FROM_C1 | _UNMAPPED).items()}

_TRAIL = "[\x80-\xbf" + "".join(re.escape(char) for char in _FROM_C1.values()) + "]"
_DOUBLE = re.compile(f"[ÂÃâ](?:(?<!â){_TRAIL}|(?<=â){_TRAIL}{{2}})(?:[ÂÃÅÆË]{_TRAIL}|â{_TRAIL}{{2}})*")
"""It begins with one set of characters, which is found several times as fast as alternatives are."""
_OTHER_ALPHABET = re.compile(f"[ÎÏÐÑ]{_TRAIL}(?:[ -~]{{0,3}}[ÎÏÐÑ]{_TRAIL})+")
"""Greek and Cyrillic letters. One alone may be meant: Ñ and Ð are letters too, and there are signs behind them."""
_MOST_TIMES = 3
_C1 = re.compile("[\x80-\x9f]")
_TWICE_BYTES = re.compile(rb"\xc3(?:[\x82\x83]|\xa2[\xc2\xe2]|[\x8e-\x91][\xc2\xc5\xc6\xcb\xe2])")
_FAULTS = 64
_PIECE = 16_384
_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")


def decode(body: bytes) -> tuple[bytes, str, int]:
    """
    Return the body as UTF-8, the name of the encoding it had, and how many characters had to be replaced.

    UTF-16 is told by its byte order mark or by its zero bytes. Otherwise a body is UTF-8 if it is valid as such, or if
    its characters of several bytes, whole or cut, outnumber the stray bytes: a character cut in half says nothing
    about the rest. One that the end of the body cuts is dropped. Everything else is cp1252, as browsers read
    "ISO-8859-1".
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _from_utf16(body, "utf-16")
    if body[:2] in (b"<\x00", b"\x00<"):
        return _from_utf16(body, "utf-16-le" if body[:1] == b"<" else "utf-16-be")
    body = body.removeprefix(codecs.BOM_UTF8)
    fault = None if body.isascii() else _fault_in(body)
    if fault is None:
        return body, "utf-8", 0
    if fault.end == len(body) and fault.reason == "unexpected end of data":
        return body[: fault.start], "utf-8", 0
    if _is_mostly_utf8(body):
        text = body.decode(errors="replace")
        return text.encode(), "utf-8", text.count("\ufffd")
    text = "".join([_CP1252[ord(c)] if c in _C1_SET else c for c in body.decode("latin-1")])
    return text.encode(), "cp1252", text.count("\ufffd")


def looks_doubly_encoded(body: bytes) -> bool:
    """Tell whether a UTF-8 body may hold text that was encoded twice; false means that `repair` has nothing to do."""
    if body.isascii():
        return False
    return _has(_TWICE_BYTES, b"\xc3", body) or _has(_C1_BYTES, b"\xc2", body)


def _has(pattern: re.Pattern[bytes], first: bytes, body: bytes) -> bool:
    """Search for a pattern from its first byte on, which is found much sooner where there is none."""
    start = body.find(first)
    return start >= 0 and pattern.search(body, start) is not None


def repair(text: str) -> str:
    """
    Undo a second encoding: ``flÃ¼ssig`` is ``flüssig``, ``50Â€`` is ``50€``.

    Only runs of ``Â.``, ``Ã.`` and ``â..`` that decode as UTF-8 are touched, and those of two Greek or Cyrillic letters
    and more, which begin with ``Î``, ``Ï``, ``Ð`` or ``Ñ``. Text that was encoded three times is repaired twice. What
    then lies in U+0080 to U+009F is read as cp1252.
    """
    if text.isascii():
        return text
    fixed = text
    for _ in range(_MOST_TIMES):
        before = fixed
        if "Â" in fixed or "Ã" in fixed or "â" in fixed:
            fixed = _DOUBLE.sub(_redecode, fixed)
        if "Ð" in fixed or "Ñ" in fixed or "Î" in fixed or "Ï" in fixed:
            fixed = _OTHER_ALPHABET.sub(_redecode, fixed)
        if fixed == before:
            break
    return _C1.sub(lambda match: _FROM_C1.get(ord(match[0]), match[0]), fixed)


def collapse(text: str) -> str:
    """Fold every run of white space, no-break spaces included, into one space, and strip the ends."""
    return " ".join(text.split())


def _fault_in(body: bytes) -> UnicodeDecodeError | None:
    """The first fault of a body as UTF-8. One without a fault is decoded in pieces, which takes half the time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(body), _PIECE):
            decoder.decode(body[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        try:
            body.decode()
        except UnicodeDecodeError as fault:
            return fault
    return None


def _is_mostly_utf8(body: bytes) -> bool:
    """
    Weigh what speaks for UTF-8, characters of several bytes, whole or cut, against single bytes that are no UTF-8.

    The first faults are enough to tell.
    """
    pro = con = 0
    rest = body
    for _ in range(_FAULTS):
        try:
            text = rest.decode()
        except UnicodeDecodeError as fault:
            text = rest[: fault.start].decode()
            if fault.end - fault.start > 1:
                pro += 1
            else:
                con += 1
            rest = rest[fault.end :]
        else:
            rest = b""
        pro += sum(char > "\x7f" for char in text)
        if not rest:
            break
    return pro >= con


_C1_SET = frozenset(map(chr, _CP1252))


def _redecode(match: re.Match[str]) -> str:
    run = match[0]
    try:
        return bytes(_TO_BYTE.get(ord(char), ord(char)) for char in run).decode()
    except (UnicodeDecodeError, ValueError):
        return run


def _from_utf16(body: bytes, encoding: str) -> tuple[bytes, str, int]:
    text = body.decode(encoding, errors="replace")
    return text.encode(errors="replace"), "utf-16", text.count("\ufffd")
