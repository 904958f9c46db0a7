"""
A plug-in of pytest that makes tests of cases, for projects that bring a market: one for each field, and one for each
property that every page of a market has (`any_page`).

A project asks for it in its settings; without that nothing is collected, and nothing of the program is imported::

    [tool.pytest.ini_options]
    cryptodrug_cases = ["fixtures"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


__all__ = ["CaseFile", "CaseItem", "PropertyItem", "pytest_addoption", "pytest_collect_file", "pytest_configure"]

_OPTION = "cryptodrug_cases"
_CUTS = "cryptodrug_cuts"
_FILE = "expected.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings."""
    parser.addini(_OPTION, "folders with cases of pages, made into tests by cryptodrug", type="paths", default=[])
    parser.addini(_CUTS, "places at which each page is cut, to see what is left of it", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Collect the folders where the user names none: ``testpaths`` need not name them again."""
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.args += [str(folder) for folder in config.getini(_OPTION) if str(folder) not in config.args]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take what is expected of a case, if it lies below one of the folders."""
    if file_path.name != _FILE or not any(file_path.is_relative_to(top) for top in parent.config.getini(_OPTION)):
        return None
    collector: pytest.Collector = CaseFile.from_parent(parent, path=file_path)
    return collector


class CaseFile(pytest.File):
    """The tests of one case: one per field that is expected, that nothing more is read, and what any page must be."""

    def collect(self) -> Iterator[pytest.Item]:
        """Read the case, when its tests are asked for."""
        from cryptodrug_scraper.cases.any_page import CUTS, PROPERTIES, Look  # noqa: PLC0415  # see the package
        from cryptodrug_scraper.cases.case import Case, fields_of, read_case  # noqa: PLC0415  # the same

        case = Case(self.path.parent, self.path.parent.name)
        expected = fields_of(case.expected)
        found = fields_of(read_case(case))
        for field in expected:
            yield CaseItem.of(self, field, expected[field], found.get(field))
        yield CaseItem.of(self, "nothing more is read", [], sorted(found.keys() - expected.keys()))
        yield CaseItem.of(self, "it lies where it belongs", _place(expected), [case.market, case.kind])
        look = Look(int(self.config.getini(_CUTS) or CUTS))
        for name, faults in PROPERTIES.items():
            yield PropertyItem.of(self, name, faults(case, look))


class CaseItem(pytest.Item):
    """One field of a case."""

    expected: Any
    found: Any

    @classmethod
    def of(cls, parent: CaseFile, name: str, expected: Any, found: Any) -> CaseItem:  # noqa: ANN401  # any JSON
        """Make the test of a field."""
        item: CaseItem = cls.from_parent(parent, name=name)
        item.expected, item.found = expected, found
        return item

    def runtest(self) -> None:
        """Fail where what was read is not what is expected."""
        if self.expected != self.found:
            pytest.fail(f"expected {self.expected!r}\nfound    {self.found!r}", pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is, and what it is called."""
        return self.path, None, f"{self.path.parent.name}: {self.name}"


class PropertyItem(pytest.Item):
    """What holds for every page of every market, of the page of a case."""

    faults: Iterator[str]

    @classmethod
    def of(cls, parent: CaseFile, name: str, faults: Iterator[str]) -> PropertyItem:
        """Make the test of a property, from what does not agree with it: looked for when the test runs."""
        item: PropertyItem = cls.from_parent(parent, name=name)
        item.faults = faults
        return item

    def runtest(self) -> None:
        """Fail with the first fault."""
        fault = next(self.faults, None)
        if fault is not None:
            pytest.fail(fault, pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where the test is, and what it is called."""
        return self.path, None, f"{self.path.parent.name}: {self.name}"


def _place(page: dict[str, Any]) -> list[str]:
    return [page["market"] or "none", page["kind"]]
