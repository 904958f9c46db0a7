"""The tree is that of RFC 6962: its roots are those that the authors of Certificate Transparency publish."""

from __future__ import annotations

import hashlib

import pytest

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.sealed.manifest import manifest_of, read_manifest, root_text
from cryptodrug_scraper.sealed.tree import root_of

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
]


@pytest.mark.parametrize("count", range(8))
def test_roots_are_the_published_ones(count: int) -> None:
    assert root_of(LEAVES[:count]).hex() == ROOTS[count]


def test_a_root_can_be_made_by_hand() -> None:
    manifest = manifest_of({"b": "1" * 64, "a/c": "2" * 64, "a.d": "3" * 64})
    assert manifest.decode() == f"{'3' * 64}  a.d\n{'2' * 64}  a/c\n{'1' * 64}  b\n"
    leaves = [hashlib.sha256(b"\x00" + line).digest() for line in manifest.splitlines(keepends=True)]
    both = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    root = hashlib.sha256(b"\x01" + both + leaves[2]).hexdigest()
    assert root_text(manifest).endswith(f"\nRoot: {root}\n")
    assert "3 lines" in root_text(manifest)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{'1' * 64}  ../a\n", "line 1"),
        (f"{'1' * 64}  /a\n", "line 1"),
        (f"{'1' * 63}  a\n", "line 1"),
        (f"{'1' * 64}  b\n{'1' * 64}  a\n", "order"),
        (f"{'1' * 64}  a\n{'1' * 64}  a\n", "twice"),
        (f"{'1' * 64}  a", "order"),
        ("", "line 1"),
        (f"{'1' * 64}  а\n", "line 1"),  # Cyrillic
    ],
)
def test_what_is_no_manifest_is_refused(content: str, said: str) -> None:
    with pytest.raises(ArchiveError, match=said):
        read_manifest(content.encode())
