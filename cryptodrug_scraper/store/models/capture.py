"""The pages that were fetched, and where their bytes lie."""

from datetime import datetime
from typing import get_args
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from cryptodrug_scraper.capture import TimeSource
from cryptodrug_scraper.store.models.base import KEY, Base, Captured, keyed_by, one_of, partitioned

__all__ = ["CaptureOriginRow", "CaptureRow", "FutureCapture"]


class CaptureRow(Captured, Base):
    """One fetched page. What only one of its sightings says is in `CaptureOriginRow`."""

    __tablename__ = "capture"
    __mapper_args__ = keyed_by("capture_id")
    __table_args__ = partitioned(
        "capture",
        ("capture_id",),
        "One row per fetched page: its bytes, its address without host, and its time as the source states it. Nothing "
        "that a parser reads on it is here; parse_run has its readings, each with the best instant that it knows. "
        "Source: every archive.",
    )

    capture_id: Mapped[UUID] = mapped_column(
        sort_order=KEY,
        comment="Identifier made of the digest, url_key and the time as stated: the same on any machine.",
    )
    captured_at: Mapped[datetime | None] = mapped_column(
        sort_order=KEY + 10,
        comment="Time of the capture as the source alone states it (UTC): the second, or the start of the day; the "
        "table is partitioned by its month. NULL: the source states none. As-of questions use parse_run.captured_at.",
    )
    captured_from: Mapped[datetime | None] = mapped_column(
        comment="Earliest instant of the capture as the source states it (UTC). NULL: the source states none."
    )
    captured_to: Mapped[datetime | None] = mapped_column(
        comment="Latest instant of the capture as the source states it (UTC); equal to captured_from where the second "
        "is known. NULL: the source states none."
    )
    sha256: Mapped[bytes] = mapped_column(comment="SHA-256 digest of the page's bytes (32 bytes).")
    byte_length: Mapped[int] = mapped_column(comment="Length of the page in bytes.")
    url_key: Mapped[str | None] = mapped_column(
        comment="Path and query of the page's address, without scheme and host. NULL: the source gives no address."
    )


class CaptureOriginRow(Base):
    """One sighting of a capture in a file."""

    __tablename__ = "capture_origin"
    __table_args__ = (
        one_of("time_source", *get_args(TimeSource)),
        Index("capture_origin_capture_idx", "capture_id"),
        {
            "comment": "One row per capture and place where its bytes lie: the same page in a folder and in an archive "
            "is one capture with two rows here. Source: the importers."
        },
    )

    capture_origin_id: Mapped[UUID] = mapped_column(
        primary_key=True, comment="Identifier made of all the other columns: the same on any machine."
    )
    capture_id: Mapped[UUID] = mapped_column(comment="The page (capture).")
    importer: Mapped[str] = mapped_column(comment="Name of the importer that read it.")
    path: Mapped[str] = mapped_column(
        comment="File that holds it, relative to the folder or archive that was given; a path inside a tar or zip "
        "archive follows its name after !/."
    )
    byte_offset: Mapped[int | None] = mapped_column(
        comment="Offset of its record in the file, in bytes. NULL: the file is the page."
    )
    url: Mapped[str | None] = mapped_column(
        comment="Its address as this file gives it, host included: never exported. NULL: none given."
    )
    time_source: Mapped[str] = mapped_column(
        comment="Where this sighting's capture time comes from: sidecar, comment (left in the page by what saved it), "
        "directory, modified (of the file), warc, mhtml, http_date, file_name, received_on (a local time, known to a "
        "day), option (given by hand) or none."
    )
    http_status: Mapped[int | None] = mapped_column(comment="Status of the HTTP response. NULL: not recorded here.")
    content_type: Mapped[str | None] = mapped_column(
        comment="Content-Type of the HTTP response. NULL: not recorded here."
    )
    crawl_id: Mapped[UUID | None] = mapped_column(comment="The crawl that fetched it (crawl). NULL: imported.")


class FutureCapture(Base):
    """A page and an instant of it by one of its readings, which had not come yet when it was loaded."""

    __tablename__ = "future_capture"
    __table_args__ = (
        {
            "comment": "One row per capture and instant by a reading of it, where that lay more than a day after the "
            "moment at which it was loaded: nobody knows when it was made, so no derivation counts it. Source: the "
            "loader."
        },
    )

    capture_id: Mapped[UUID] = mapped_column(primary_key=True, comment="The page (capture).")
    captured_at: Mapped[datetime] = mapped_column(
        primary_key=True, comment="The instant that it has by a reading, as in parse_run (UTC)."
    )
    loaded_at: Mapped[datetime] = mapped_column(
        comment="When it was loaded first (UTC): the clock of this database, not of any page."
    )
