"""Check a package: its bytes against its digests, its tables against its schema, and all of it against the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from cryptodrug_scraper.errors import ArchiveError, ConfigurationError
from cryptodrug_scraper.export.facts import digests
from cryptodrug_scraper.export.package import DESCRIPTOR, without_note
from cryptodrug_scraper.export.pseudonyms import key_id
from cryptodrug_scraper.export.selection import Selection, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Against", "Verified", "read_descriptor", "verify"]


class Against(Enum):
    """What came of the comparison with the database."""

    NOT_ASKED = "not compared with a database"
    SAME = "the database gives the same tables"
    OTHER_DATABASE = "the database has other content than the one that it was made of"
    NO_KEY = (
        "the database is the one that it was made of; without the key of its pseudonyms its rows cannot be compared"
    )
    UNKNOWN = "the package does not say of which database it was made"
    DIFFERENT = "the database has the same content, and gives other tables"


@dataclass(frozen=True, slots=True)
class Verified:
    """
    What was found.

    Attributes:
        digest: of the descriptor, to compare with the one that was printed when the package was made.
        files: how many files were read.
        rows: how many rows of CSV were checked against their schema.
        faults: what is wrong, one sentence each; none if the package is whole.
        against: what came of the comparison with the database.
    """

    digest: str
    files: int
    rows: int
    faults: list[str] = field(default_factory=list)
    against: Against = Against.NOT_ASKED

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and self.against not in {Against.OTHER_DATABASE, Against.DIFFERENT}


def verify(folder: Path, key: bytes | None, *, with_database: bool) -> Verified:
    """
    Check a package.

    Args:
        folder: where it lies.
        key: of its pseudonyms, for the comparison with the database; None if it is not at hand.
        with_database: whether it is compared.

    Raises:
        ArchiveError: it is no package that this program made.
        StoreError: the database cannot be used.
    """
    content, described = read_descriptor(folder)
    faults = [*_faults_of_files(folder, described)]
    rows = 0
    if not faults:
        faults += _faults_of_schema(folder, described)
        for resource in described["resources"]:
            rows += resource.get("rows", 0)
            if resource["path"].endswith(".parquet"):
                faults += _faults_of_parquet(folder, resource, described)
    against = Against.NOT_ASKED
    if with_database and not faults:
        against, more = _against_database(described, key)
        faults += more
    return Verified(hashlib.sha256(content).hexdigest(), len(described["resources"]), rows, faults, against)


def read_descriptor(folder: Path) -> tuple[bytes, Mapping[str, Any]]:
    """
    Return the descriptor of a package, as bytes and as what they say.

    Raises:
        ArchiveError: it is no package that this program made.
    """
    path = folder / DESCRIPTOR
    try:
        content = path.read_bytes()
        described = json.loads(content)
        inside = all(_is_inside(resource["path"]) for resource in described["resources"])
        known = isinstance(described["cryptodrug"]["tier"], str)
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{folder} is no package of cryptodrug export: {path.name}: {error}"
        raise ArchiveError(msg) from error
    if not inside or not known:
        msg = f"{folder} is no package of cryptodrug export: it names files outside of it"
        raise ArchiveError(msg)
    return content, described


def _is_inside(path: str) -> bool:
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def _faults_of_files(folder: Path, described: Mapping[str, Any]) -> Iterator[str]:
    listed = {DESCRIPTOR}
    for resource in described["resources"]:
        path = folder / resource["path"]
        listed.add(resource["path"])
        try:
            with path.open("rb") as file:
                found = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        except OSError as error:
            yield f"{resource['path']} cannot be read: {error.strerror}"
            continue
        if found != resource["hash"]:
            yield f"{resource['path']} was changed: its digest is another than the package says"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_dir() and name not in listed:
            yield f"{name} is no file of the package"


def _faults_of_schema(folder: Path, described: Mapping[str, Any]) -> list[str]:
    from frictionless import Package, system  # noqa: PLC0415  # it takes a second to import

    tables = [_plain(resource) for resource in described["resources"] if resource["type"] == "table"]
    if not tables:
        return []
    with system.use_context(trusted=False):
        package = Package.from_descriptor({"name": "package", "resources": tables}, basepath=str(folder))
        report = package.validate()
    faults = [(DESCRIPTOR, error) for error in report.errors]
    faults += [(task.place, error) for task in report.tasks for error in task.errors]
    return [f"{place}:{_where(error)} {' '.join(error.note.split())}" for place, error in faults]


def _where(error: Any) -> str:  # noqa: ANN401  # frictionless'
    """The line and the column of a fault, where it is of one."""
    row, name = getattr(error, "row_number", None), getattr(error, "field_name", None)
    return ("" if row is None else f" line {row},") + ("" if name is None else f" column {name},")


def _plain(resource: Mapping[str, Any]) -> dict[str, Any]:
    """
    What a descriptor says of a table that can be checked, and nothing that names another file or address.

    Raises:
        ArchiveError: it does not say it.
    """
    try:
        schema = resource["schema"]
        fields = [
            {"name": str(field["name"]), "type": str(field["type"]), "constraints": _required(field)}
            for field in schema["fields"]
        ]
        missing = [str(value) for value in schema["missingValues"]]
        of_rows = {"primaryKey": [str(name) for name in schema["primaryKey"]]} if "primaryKey" in schema else {}
        return {
            **{name: str(resource[name]) for name in ("name", "path", "hash")},
            "type": "table",
            "format": "csv",
            "encoding": "utf-8",
            "rows": int(resource["rows"]),
            "schema": {"fields": fields, "missingValues": missing, **of_rows},
        }
    except (KeyError, TypeError, ValueError) as error:
        msg = f"the package does not describe its tables as cryptodrug export does: {error!r}"
        raise ArchiveError(msg) from error


def _required(field: Mapping[str, Any]) -> dict[str, bool]:
    return {"required": bool(field.get("constraints", {}).get("required"))}


def _faults_of_parquet(folder: Path, resource: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[str]:
    """A file of Parquet has the columns and as many rows as its CSV, where both are there."""
    name = resource["name"].removesuffix(".parquet")
    schema = pq.read_schema(folder / resource["path"])
    rows = pq.read_metadata(folder / resource["path"]).num_rows
    for other in described["resources"]:
        if other["name"] == name and other["path"].endswith(".csv"):
            columns = [field["name"] for field in other["schema"]["fields"]]
            if schema.names != columns or rows != other["rows"]:
                yield f"{resource['path']} has other columns or rows than {other['path']}"


def _against_database(described: Mapping[str, Any], key: bytes | None) -> tuple[Against, list[str]]:
    about = described["cryptodrug"]
    if about["database_digest"] is None:
        return Against.UNKNOWN, []
    found = digests()
    if (found.observed, found.derived) != (about["database_digest"], about["derived_digest"]):
        return Against.OTHER_DATABASE, []
    tier = Tier(about["tier"])
    if tier is Tier.ANALYST and (key is None or key_id(key) != about["key"]):
        return Against.NO_KEY, []
    days = {name: None if about[name] is None else date.fromisoformat(about[name]) for name in ("from", "until")}
    selection = Selection(
        tier, days["from"], days["until"], tuple(about["markets"]), tuple(about["views"]), about["layout"]
    )
    forms = sorted({Path(resource["path"]).suffix[1:] for resource in described["resources"]} - {"md"}, reverse=True)
    with TemporaryDirectory(prefix="cryptodrug-verify-") as scratch:
        again = Path(scratch) / "package"
        try:
            without_note(again, selection, key, forms=forms, licence=about["licence"])
        except ConfigurationError as error:
            return Against.DIFFERENT, [str(error)]
        _, made = read_descriptor(again)
    theirs = {resource["path"]: resource["hash"] for resource in made["resources"]}
    differing = [
        resource["path"]
        for resource in described["resources"]
        if resource["name"] != "card" and theirs.get(resource["path"]) != resource["hash"]
    ]
    if not differing:
        return Against.SAME, []
    return Against.DIFFERENT, [f"{path} is not what the database gives" for path in differing]
