"""An object store on loopback."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from upath import UPath

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["copied", "object_store"]


@contextmanager
def object_store() -> Iterator[UPath]:
    """A bucket. Processes that are started meanwhile find it by what they inherit."""
    from moto.server import ThreadedMotoServer  # few tests use a store, and these are slow to import
    from s3fs import S3FileSystem

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        S3FileSystem.clear_instance_cache()  # of another store, in another module of tests
        place = UPath("s3://bucket")
        place.fs.makedirs("bucket", exist_ok=True)
        yield place
    server.stop()


def copied(folder: Path, place: UPath) -> UPath:
    """Copy what is in a folder."""
    place.fs.put(f"{folder}/", place.path, recursive=True)
    place.fs.invalidate_cache()
    return place
