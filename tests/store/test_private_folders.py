"""Nobody but the user enters the program's folders, whatever the umask; and root gives nothing away through a link."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from cryptodrug_scraper.archive.layout import Layout
from cryptodrug_scraper.crawl.folder import new_folder
from cryptodrug_scraper.crawl.sessions import Sessions, read_cookies
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.home import HOME_VARIABLE, private_folder
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.server.files import hand_over, write_file
from cryptodrug_scraper.store.server.passage import let_pass
from cryptodrug_scraper.store.server.postmaster import Postmaster
from cryptodrug_scraper.store.server.system_user import SystemUser
from tests.onion.support.onions import onion
from tests.support.other_users import NOBODY, as_ordinary_user

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "login"
MIRROR = f"http://{onion()}"
ROOT_ALONE = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its folders to another user")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def open_to_others(home: Path) -> dict[str, str]:
    """What others have any right on; on the home itself, that of the server's user does not count."""
    found = {str(path): oct(mode(path)) for path in home.rglob("*") if not path.is_symlink() and mode(path) & 0o077}
    mine = mode(home) & (0o067 if os.geteuid() == 0 else 0o077)
    return found | ({"home": oct(mode(home))} if mine else {})


def as_another(uid: int, path: Path) -> bool:
    """Whether a user can list a folder."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            list(path.iterdir())
            os._exit(0)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize(
    "prefix",
    [pytest.param([], marks=pytest.mark.slow), as_ordinary_user()],
    ids=["as this user", "as an ordinary user"],
)
def test_what_the_commands_write_is_their_user_s_alone_whatever_the_umask(own_home: Path, prefix: list[str]) -> None:
    home = own_home / "of the user" / "home"
    home.parent.mkdir()
    own_home.chmod(0o711)
    if prefix:
        os.chown(home.parent, NOBODY, NOBODY)
    pages = home.parent / "pages"
    shutil.copytree(PAGES, pages)
    cookies = home.parent / "cookies"
    cookies.write_text("session=x", encoding="utf-8")
    if prefix:
        os.chown(cookies, NOBODY, NOBODY)
    for arguments in (
        ["archive", "import", pages],
        ["session", "put", "dream", "--mirror", MIRROR, "--file", cookies],
        ["replay", home / "archive"],
        ["query", "SELECT 1"],
    ):
        subprocess.run(
            [*prefix, sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)],
            env=os.environ | {HOME_VARIABLE: str(home), "HOME": str(home.parent)},
            umask=0,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    assert {"archive", "postgres", "sessions"} <= {path.name for path in home.iterdir()}
    assert {} == open_to_others(home)


def test_folders_are_private_for_those_who_use_the_program_from_python_too(own_home: Path) -> None:
    before = os.umask(0)
    try:
        Layout(own_home / "archive").create()
        Sessions("dream").put(MIRROR, read_cookies("a=b"))
        new_folder("dream")
    finally:
        os.umask(before)

    assert {} == open_to_others(own_home)


def test_a_folder_that_others_could_enter_is_closed_and_that_is_said(
    own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    loose = own_home / "archive"
    loose.mkdir()
    for folder in (own_home, loose):
        folder.chmod(0o755)

    private_folder(loose)

    assert (0o700, 0o700) == (mode(own_home), mode(loose))
    assert [f"others could enter {path} (mode 755): it is closed to them now" for path in (loose, own_home)] == [
        record.getMessage() for record in caplog.records
    ]


@ROOT_ALONE
@pytest.mark.slow
def test_root_lets_the_server_s_user_pass_through_its_folders_and_nobody_else(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = own_home / "private"
    home = private / "home"
    (home / "archive").mkdir(parents=True)
    (home / "archive").chmod(0o755)
    private.chmod(0o700)
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    with open_database():
        server = pwd.getpwuid((home / "postgres").stat().st_uid).pw_uid
        for folder in (private, home):
            assert 0 == mode(folder) & 0o007
            assert not as_another(server, folder)
        assert as_another(server, home / "postgres")
        assert not any(as_another(NOBODY, folder) for folder in (private, home, home / "archive", home / "postgres"))
        assert 0o700 == mode(home / "postgres")


@ROOT_ALONE
def test_who_may_enter_a_folder_keeps_the_rights_it_had(own_home: Path) -> None:
    folder = own_home / "shared"
    folder.mkdir()
    own_home.chmod(0o711)
    folder.chmod(0o750)

    let_pass(folder, SystemUser(4321, 4321))
    let_pass(folder, SystemUser(4322, 4322))

    assert 0o750 == mode(folder)
    assert not as_another(4321, folder)
    Path(folder).chmod(0o755)  # an entry of its own comes before what others may
    assert not as_another(4321, folder)
    assert as_another(4323, folder)


@ROOT_ALONE
def test_nothing_is_given_away_through_a_link(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = own_home / "victim"
    victim.mkdir()
    home = own_home / ("deep" * 25)
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    socket = Postmaster(home / "postgres").socket_folder
    assert socket.parent != home
    socket.symlink_to(victim)
    try:
        with pytest.raises(StoreError, match="belongs to someone else"):
            open_database().__enter__()
    finally:
        socket.unlink()
    with pytest.raises(OSError, match="Not a directory|Too many levels"):
        hand_over_link(own_home, victim)

    assert (os.geteuid(), os.getegid()) == (victim.stat().st_uid, victim.stat().st_gid)


def hand_over_link(folder: Path, victim: Path) -> None:
    link = folder / "link"
    link.symlink_to(victim)
    hand_over(link, SystemUser(NOBODY, NOBODY))


@ROOT_ALONE
@pytest.mark.parametrize("name", ["pg_hba.conf", "pg_hba.conf.new"])
def test_nothing_is_written_through_a_link(own_home: Path, name: str) -> None:
    victim = own_home / "victim"
    victim.write_text("precious", encoding="utf-8")
    (own_home / name).symlink_to(victim)

    assert write_file(own_home, "pg_hba.conf", "rules", SystemUser(NOBODY, NOBODY))

    assert ("precious", os.geteuid()) == (victim.read_text(encoding="utf-8"), victim.stat().st_uid)
    assert "rules" == (own_home / "pg_hba.conf").read_text(encoding="utf-8")
    assert not (own_home / "pg_hba.conf").is_symlink()
