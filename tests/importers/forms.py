"""The same pages in every form that an import reads."""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import tarfile
import zipfile
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple

from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

__all__ = ["Page", "datacrypto", "record", "tar_of", "wacz_of", "warc", "write_forms", "zip_of"]

Tree = dict[str, bytes]
"""Files by their paths."""
HOST = "http://abcdefgh.onion"
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": lzma.compress,
    "tar.zst": zstd.compress,
}


class Page(NamedTuple):
    """A page to be put into every form: its address without host, and the second at which it was fetched (UTC)."""

    body: bytes
    url: str
    at: datetime


def write_forms(pages: Sequence[Page], folder: Path) -> dict[str, Path]:
    """
    Write pages in every form.

    Returns:
        The path to import, for each form's name. All give the same captures but for their origins.
    """
    tree = saved(pages)
    paths = {"folder": folder / "saved"}
    write_tree(tree, paths["folder"])
    for packing in PACKERS:
        paths[packing] = written(folder / f"saved.{packing}", tar_of(tree.items(), packing))
    paths["zip"] = written(folder / "saved.zip", zip_of(tree.items()))
    records = [warcinfo(), *(response(page) for page in pages)]
    paths["warc"] = written(folder / "pages.warc", warc(records, packed=False))
    paths["warc.gz"] = written(folder / "pages.warc.gz", warc(records))
    paths["wacz"] = written(folder / "pages.wacz", wacz_of({"pages.warc.gz": warc(records)}))
    paths["datacrypto"] = folder / "datacrypto"
    write_tree(dict(datacrypto(page) for page in pages), paths["datacrypto"])
    stored = dict(datacrypto(page) for page in pages)
    paths["datacrypto.tar.zst"] = written(folder / "datacrypto.tar.zst", tar_of(stored.items(), "tar.zst"))
    inner = {"crawl/pages.warc.gz": warc(records)}
    paths["warc in tar.gz"] = written(folder / "crawl.tar.gz", tar_of(inner.items(), "tar.gz"))
    paths["warc in zip"] = written(folder / "crawl.zip", zip_of(inner.items()))
    paths["second folder"] = folder / "mirror"
    write_tree(mirrored(pages), paths["second folder"])
    return paths


def saved(pages: Iterable[Page]) -> Tree:
    """Saved pages with sidecars; a sidecar's name comes before that of its page or after it, in turns."""
    tree: Tree = {}
    for number, page in enumerate(pages):
        name = f"part-{number % 3}/page-{number:04}.html"
        stated = {"url": page.url, "captured_at": page.at.isoformat(), "http_status": 200}
        sidecar = f"{name}.json" if number % 2 else name.replace(".html", ".meta.json")
        tree[name] = page.body
        tree[sidecar] = json.dumps(stated).encode()
    return tree


def mirrored(pages: Iterable[Page]) -> Tree:
    """A mirror tree whose folders are named after the second."""
    return {f"dream/{page.at:%Y-%m-%dT%H-%M-%SZ}/abcdefgh.onion{page.url}": page.body for page in pages}


def datacrypto(page: Page, **changes: object) -> tuple[str, bytes]:
    """Name and bytes of a stored response."""
    stored: dict[str, object] = {
        "status": 200,
        "__response__": "HtmlResponse",
        "url": HOST + page.url,
        "flags": [],
        "headers": {
            "Date": [format_datetime(page.at, usegmt=True)],
            "Content-Type": ["text/html"],
            "Set-Cookie": ["session=secret"],
        },
        "meta": {"depth": 1, "received_on": "2018-11-18 20:41:46"},
        "request": {"headers": {"Cookie": ["session=secret"]}},
        "body": base64.b64encode(page.body).decode(),
    }
    stored.update(changes)
    digest = hashlib.sha1(page.url.encode(), usedforsecurity=False).hexdigest()
    return f"{int(page.at.timestamp()) * 1000 + 321:013}_0000_{digest}", json.dumps(stored).encode()


def record(block: bytes, **fields: str) -> bytes:
    """A WARC record; underscores in names of fields stand for hyphens."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    head = "\r\n".join(["WARC/1.1", *lines, f"Content-Length: {len(block)}"])
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def warcinfo() -> bytes:
    """The record that a file begins with."""
    return record(b"software: test\r\n", WARC_Type="warcinfo", Content_Type="application/warc-fields")


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers]).encode() + b"\r\n\r\n" + body


def response(page: Page, *headers: str, **fields: str) -> bytes:
    """The record of a fetched page."""
    stated = {
        "WARC_Type": "response",
        "WARC_Target_URI": page.url if "://" in page.url else HOST + page.url,
        "WARC_Date": f"{page.at:%Y-%m-%dT%H:%M:%SZ}",
        "Content_Type": "application/http; msgtype=response",
        **fields,
    }
    return record(http(page.body, *(headers or ("Content-Type: text/html",))), **stated)


def warc(records: Iterable[bytes], *, packed: bool = True) -> bytes:
    """A WARC file, with a gzip member for each record or plain."""
    return b"".join(gzip.compress(each, mtime=0) if packed else each for each in records)


def tar_of(files: Iterable[tuple[str | tarfile.TarInfo, bytes]], packing: str = "tar") -> bytes:
    """A tar archive of files, or of entries of any kind."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, body in files:
            entry = tarfile.TarInfo(name) if isinstance(name, str) else name
            if entry.isreg():
                entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return PACKERS[packing](stream.getvalue())


def zip_of(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, body in files:
            archive.writestr(name, body, method)
    return stream.getvalue()


def wacz_of(warcs: Tree) -> bytes:
    """A WACZ of WARC files."""
    files = {
        "datapackage.json": b'{"profile": "data-package", "wacz_version": "1.1.1"}',
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
        **{f"archive/{name}": data for name, data in warcs.items()},
        "indexes/index.cdx": b"",
    }
    return zip_of(files.items(), zipfile.ZIP_STORED)


def write_tree(tree: Tree, folder: Path) -> None:
    """Write files below a folder."""
    for name, body in tree.items():
        written(folder / name, body)


def written(path: Path, data: bytes) -> Path:
    """Write a file, and tell its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
