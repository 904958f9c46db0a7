"""
Pseudonyms by a key that lies outside the database (HMAC-SHA256, RFC 2104).

Whoever has the key can tell whose pseudonym it is, by trying all handles; nobody else can. The same key gives the same
pseudonyms in every export, so that tables of several can be joined; another key gives others.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from base64 import b32encode
from contextlib import suppress
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home, private_folder
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.export.treatment import Pseudonym

__all__ = ["KEY_FILE", "default_key", "key_id", "pseudonyms", "read_key"]

KEY_FILE = "export.key"
"""The file of the data home with the key that is taken unless another is named. It is made when it is first needed."""
_KEY_BYTES = 32
_LEAST = 32
"""Bytes that the content of a key file must have at least."""
_DIGITS = 16
"""Letters of a pseudonym: 80 bits, so that two of ten million are alike once in 20,000 exports."""


def default_key() -> bytes:
    """
    Return the key of the data home; it is made, for its user alone, if there is none.

    Raises:
        ConfigurationError: it cannot be read or made, or others can read it.
    """
    path = data_home() / KEY_FILE
    if not path.exists():
        try:
            private_folder(path.parent)
            with (
                suppress(FileExistsError),  # another export was quicker
                whole_file(path, mode=0o600, only_new=True) as new,
            ):
                new.write_text(secrets.token_hex(_KEY_BYTES) + "\n", encoding="ascii")
        except OSError as error:
            msg = f"the key of pseudonyms cannot be made in {path}: {error.strerror}; name another with --key"
            raise ConfigurationError(msg) from error
    return read_key(path)


def read_key(path: Path) -> bytes:
    """
    Read a key file: any file of at least 32 bytes that nobody else can read.

    Raises:
        ConfigurationError: it is not a key.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(1 << 16).strip()
    except OSError as error:
        msg = (
            f"the key of pseudonyms {path} cannot be read: {error.strerror}; a new one is made by: "
            f"(umask 077; head -c 32 /dev/urandom | base64 > {path})"
        )
        raise ConfigurationError(msg) from error
    if mode & 0o077:
        msg = f"others can read the key of pseudonyms {path} (mode {mode:o}): run chmod 600 on it, or make a new one"
        raise ConfigurationError(msg)
    if len(content) < _LEAST:
        msg = (
            f"the key of pseudonyms {path} has {counted(len(content), 'byte')}, and {_LEAST} are the least that will do"
        )
        raise ConfigurationError(msg)
    return hashlib.sha256(content).digest()


def key_id(key: bytes) -> str:
    """Name a key without telling anything of it: two packages of the same name can be joined."""
    return hmac.digest(key, b"name of the key", "sha256").hex()[:12]


def pseudonyms(values: pl.Series, markets: pl.Series | None, how: Pseudonym, key: bytes) -> pl.Series:
    """
    Replace values by pseudonyms; what is null stays null.

    Args:
        values: texts, or lists of them.
        markets: the market of each; None if the values mean the same everywhere.
        how: what the values are.
        key: from `read_key`.
    """
    if isinstance(values.dtype, pl.List):
        of = [""] * len(values) if markets is None else markets.to_list()
        lists = [
            None if each is None else sorted(_pseudonym(key, how.kind, market or "", value) for value in each if value)
            for each, market in zip(values.to_list(), of, strict=True)
        ]
        return pl.Series(values.name, lists, dtype=pl.List(pl.String))
    frame = pl.DataFrame({"value": values}).with_columns(market=pl.lit("") if markets is None else markets)
    known = frame.unique().drop_nulls("value")
    replaced = known.with_columns(
        pseudonym=pl.Series(
            [_pseudonym(key, how.kind, market or "", value) for value, market in known.iter_rows()], dtype=pl.String
        )
    )
    return frame.join(replaced, on=["value", "market"], how="left", nulls_equal=True, maintain_order="left")[
        "pseudonym"
    ].alias(values.name)


def _pseudonym(key: bytes, kind: str, market: str, value: str) -> str:
    parts = (part.encode("utf-8", "surrogatepass") for part in (kind, market, value))
    message = b"".join(len(part).to_bytes(4) + part for part in parts)
    return f"{kind[0]}_" + b32encode(hmac.digest(key, message, "sha256")).decode().lower()[:_DIGITS]
