"""Fields of WARC records and of HTTP responses, as they lie there."""

from __future__ import annotations

__all__ = ["Headers", "read_headers"]

Headers = dict[str, str]
"""Fields by their names in lower case; of several with one name, the first."""


def read_headers(lines: list[bytes]) -> Headers:
    """Fields of a record or of a response; a line that begins with white space goes on with the last."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in {" ", "\t"} and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {text.strip()}")
        else:
            name, colon, value = text.partition(":")
            if colon:
                found.append((name.strip().lower(), value.strip()))
    return dict(reversed(found))
