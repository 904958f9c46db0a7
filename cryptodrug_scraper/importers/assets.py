"""Recognise files that are not pages, by their names or their first bytes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from cryptodrug_scraper.importers.reasons import Reason

__all__ = ["Format", "is_named_as_data", "no_page_by_bytes", "no_page_by_name"]

Format = Literal["page", "warc", "mhtml", "datacrypto"]
"""The formats of files, as the names of importers in origins."""

_ASSET = re.compile(
    r"\.(?:css|js|png|jpe?g?|jpg|gif|ico|svg|webp|bmp|avif|woff2?|ttf|otf|eot|json|map|mp[34]|webm|pdf|xml|rss)"
    r"(?:\.\d{1,2})?\Z",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"\.(?:zip|wacz|tar|t[bgx]z|tbz2|tzst|gz|bz2|xz|zst|7z|rar|lz4|cab)\Z", re.IGNORECASE)
_DATA = re.compile(
    r"\.(?:md|markdown|rst|adoc|py|pyi|ipynb|rs|go|java|c|h|cpp|ts|tsx|jsx|sh|bash|bat|ps1|sql|tex|bib|csv|tsv|jsonl"
    r"|ndjson|toml|ya?ml|ini|cfg|conf|lock|log|diff|patch|parquet|feather|arrow|avro|orc|sqlite3?|db|docx?|xlsx?|odt"
    r"|ods|rtf|eml|mbox)\Z",
    re.IGNORECASE,
)
"""
Endings of other text and data, which may hold markup without being pages. Servers also use some of them for pages.
"""
_BESIDE = re.compile(
    r".(?:_files|-files|-Dateien|_fichiers|_bestanden|_archivos|-filer|_filer|_arquivos|_ficheiros|_pliki|-pliki|"
    r"_soubory|_tiedostot|-bestanden|_dosyalar|_elemei|_datoteke|\.files)\Z"
)
"""How browsers name the folder beside a saved page, in several languages."""
_MIRROR_FILES = re.compile(
    r"(?:robots\.txt(?:\.html)?|cookies\.txt|.*\.cdxj?(?:\.gz|\.idx)?|wget-log(?:\.\d+)?|\.listing|hts-(?:log|err|ioinfo)\.txt|hts-stop\.lock|"
    r"hts-in_progress\.lock|backblue\.gif|fade\.gif|sitemap\.xml)\Z",
    re.IGNORECASE,
)
_MIRROR_FOLDER = "hts-cache"

_FIRST = b"\x89\xffGR\x00\x1fP%w7B\xfd\x28OIS\x7fM\xd0{A"
_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x00\x00\x01\x00", b"\x00\x00\x00", b"\x1f\x8b", b"PK\x03\x04",
    b"%PDF", b"wOFF", b"wOF2", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"Rar!", b"OggS", b"ID3",
    b"\x7fELF", b"SQLite format 3\x00", b"PAR1", b"ARROW1", b"PK\x05\x06", b"II*\x00", b"MM\x00*", b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)  # fmt: skip


def no_page_by_name(path: str, format_: Format = "page") -> Reason | None:
    """
    Return why a file cannot be a page, judged by its path; None if it can. Pages may have any ending, or none.

    Args:
        path: with slashes.
        format_: what the name says that the file is: other formats have endings of their own.
    """
    folder, _, name = path.rpartition("/")
    if folder:
        reason = _in_folder(folder)
        if reason is not None:
            return reason
    if name.startswith("."):
        return Reason.HIDDEN
    if _MIRROR_FILES.match(name) is not None:
        return Reason.MIRROR_FILE
    if format_ != "page":
        return None
    return _by_ending(name) or (_by_ending(name.partition("?")[0]) if "?" in name else None)


def no_page_by_bytes(body: bytes) -> bool:
    """Recognise pictures, archives and the like by their first bytes, whatever their names."""
    return body[:1] in _FIRST and body.startswith(_SIGNATURES)


def is_named_as_data(path: str) -> bool:
    """Tell whether the ending of a file's name is that of another kind of text or data, or of an asset."""
    return _DATA.search(path) is not None or _ASSET.search(path) is not None


@lru_cache(maxsize=4096)
def _in_folder(folder: str) -> Reason | None:
    parts = folder.split("/")
    if any(part.startswith(".") for part in parts):
        return Reason.HIDDEN
    if _MIRROR_FOLDER in parts:
        return Reason.MIRROR_FILE
    return Reason.ASSET if any(_BESIDE.search(part) for part in parts) else None


def _by_ending(name: str) -> Reason | None:
    if _ASSET.search(name) is not None:
        return Reason.ASSET
    return None if _ARCHIVE.search(name) is None else Reason.NESTED
