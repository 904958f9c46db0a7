"""Choose the format of a file by its name, and open archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.importers.assets import Format
from cryptodrug_scraper.importers.datacrypto import datacrypto_page, is_datacrypto_name
from cryptodrug_scraper.importers.mhtml import is_mhtml_name, mhtml_page
from cryptodrug_scraper.importers.tar_archive import Tar, tar_packing
from cryptodrug_scraper.importers.zip_archive import Zip, is_zip_name
from cryptodrug_scraper.warc.reading import is_warc_name

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.members import Container, Member
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Format", "archive_at", "format_of", "stored_page"]


def format_of(path: str) -> Format:
    """Return the format of a file: a saved page, unless its name says otherwise."""
    name = path.rpartition("/")[2]
    if is_datacrypto_name(name):
        return "datacrypto"
    if is_warc_name(name):
        return "warc"
    return "mhtml" if is_mhtml_name(name) else "page"


def archive_at(path: Place) -> Container | None:
    """Return the archive that a file is, judged by its name; None if it is not an archive with members."""
    if is_zip_name(path.name):
        return Zip(path)
    return None if tar_packing(path.name) is None else Tar(path)


def stored_page(member: Member, where: str, format_: Format) -> Capture:
    """
    Return the page in a file of a format that states where and when the page was fetched.

    Raises:
        UnusableError: the file is not what its name says, or holds no page.
    """
    data = member.read()
    return (
        mhtml_page(data, where) if format_ == "mhtml" else datacrypto_page(data, where, member.path.rpartition("/")[2])
    )
