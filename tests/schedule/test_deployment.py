"""What runs the scheduler elsewhere: nothing here starts any of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.errors import QualityError
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE, SOCKS_FLAGS, client_torrc

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text(encoding="utf-8")
UNITS = sorted((ROOT / "docs" / "systemd").glob("*.service"))
TORRC = ROOT / "docker" / "torrc.public"
VERSION = re.compile(r":\d+\.\d[\w.-]*\Z")


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_service_is_confined(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert ["ALL"] == service["cap_drop"]
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & service.keys()
    assert {"mem_limit", "pids_limit"} <= service.keys()
    assert 0 == service["ulimits"]["core"]
    assert all("noexec" in place or place.startswith("/var/run/postgresql") for place in service["tmpfs"])
    assert "/var/run/docker.sock" not in str(service["volumes"])


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_a_service_says_how_it_is_and_is_started_again(service: dict[str, Any]) -> None:
    assert {"test", "interval", "timeout", "retries", "start_period"} == service["healthcheck"].keys()
    assert service["healthcheck"]["test"][0] == "CMD"
    assert "unless-stopped" == service["restart"]


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_an_image_is_of_a_version(service: dict[str, Any]) -> None:
    assert VERSION.search(service["image"])


def test_the_images_are_built_on_versions_and_do_not_run_as_root() -> None:
    bases = re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.MULTILINE)
    built = {service["build"]["target"] for service in SERVICES.values() if "build" in service}

    stages = {name for _, name in bases}
    assert all(VERSION.search(base) or base in stages for base, _ in bases)
    assert built <= {name for _, name in bases}
    for stage in re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]:
        name = stage.split()[2]
        assert name not in {*built, "cluster"} or "USER 10001:10001" in stage.split("ENTRYPOINT")[0]


def test_what_the_images_copy_is_there_and_is_let_in() -> None:
    let_in = (ROOT / "docker" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    ]
    named = [name for name in copied if not name.startswith("--") and name != "."]

    assert "*" in let_in
    assert {
        "docker/torrc.public",
        "docker/cryptodrug-with-password",
        "docker/cryptodrug-behind-tor",
        "requirements.lock",
        "requirements-cluster.lock",
    } == set(named)
    for name in named:
        assert (ROOT / name).is_file()
        assert f"!{name}" in let_in
    for line in let_in:
        assert not line.startswith("!") or (ROOT / line[1:]).exists()


def test_ports_are_published_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports
    assert all(re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port) for port in ports)


def test_only_tor_reaches_the_outside_and_the_scheduler_reaches_tor_by_its_socket_alone() -> None:
    open_networks = {
        name
        for name, network in COMPOSE["networks"].items()
        if not network.get("internal")
        and network.get("driver_opts", {}).get("com.docker.network.bridge.enable_ip_masquerade") != "false"
    }

    assert {"outside"} == open_networks
    assert ["tor"] == [name for name, service in SERVICES.items() if "outside" in service.get("networks", [])]
    assert COMPOSE["networks"]["database"]["internal"] is True
    assert ["outside"] == SERVICES["tor"]["networks"]
    assert ["database"] == SERVICES["scheduler"]["networks"]
    assert not any("network_mode" in service for service in SERVICES.values())
    assert "database" in SERVICES["postgres"]["networks"]
    assert {"tor", "scheduler"} == {
        name for name, service in SERVICES.items() if "sockets:/run/tor" in service["volumes"]
    }


def test_no_credential_stands_in_a_file_of_the_project() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    environment = [item for service in SERVICES.values() for item in service.get("environment", {}).items()]

    secrets = ("database_password", "reader_password")
    assert {name: {"file": f"./secrets/{name}"} for name in secrets} == COMPOSE["secrets"]
    assert ["POSTGRES_PASSWORD_FILE"] == [name for name, _ in environment if "PASSWORD" in name]
    assert not re.search(r"://[^/\s@]+:[^/\s@]+@", text)
    assert "PASSWORD=" not in DOCKERFILE


def test_what_is_named_is_defined() -> None:
    for service in SERVICES.values():
        named = [volume.split(":")[0] for volume in service["volumes"]]
        assert all(name.startswith("./") or name in COMPOSE["volumes"] for name in named)
        assert set(service.get("networks", [])) <= COMPOSE["networks"].keys()
        assert set(service.get("secrets", [])) <= COMPOSE["secrets"].keys()
        assert set(service.get("depends_on", {})) <= SERVICES.keys()


def test_the_commands_of_the_services_and_units_are_commands_of_the_program() -> None:
    lines = [SERVICES["scheduler"]["command"], SERVICES["scheduler"]["healthcheck"]["test"][2:]]
    for unit in UNITS:
        found = re.findall(r"^ExecStart(?:Pre)?=\S+/cryptodrug (.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
        lines += [line.split() for line in found]

    assert len(lines) > 3
    for verb, *rest in lines:
        command: Any = cli.get_command(None, verb)  # type: ignore[arg-type]  # needs no context
        if isinstance(command, click.Group):
            command = command.commands[rest.pop(0)]
        command.make_context(verb, [word.replace("%i", "dream") for word in rest])


def test_the_tor_of_the_public_network_is_walled_as_the_program_s_own_and_no_test_starts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(NETWORK_VARIABLE, raising=False)
    said = dict(line.split(maxsplit=1) for line in TORRC.read_text().splitlines() if line and not line.startswith("#"))
    ours = client_torrc(tmp_path)

    assert f"unix:/run/tor/socks {' '.join(SOCKS_FLAGS)}" == said["SocksPort"]
    for option in ours.keys() - {"DataDirectory", "SocksPort", "ControlSocket"}:
        assert ours[option] == [said[option]]
    assert ours.keys() | {"CookieAuthFile"} == said.keys()
    tests = [path for path in (ROOT / "tests").rglob("*.py") if "torrc.public" in path.read_text(encoding="utf-8")]
    assert [Path(__file__)] == tests


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_confined_and_reaches_this_machine_only(unit: Path) -> None:
    service = sections(unit)["Service"]

    for name, value in {
        "User": "cryptodrug",
        "IPAddressDeny": "any",
        "IPAddressAllow": "localhost",
        "ProtectSystem": "strict",
        "ProtectHome": "true",
        "PrivateTmp": "true",
        "PrivateDevices": "true",
        "NoNewPrivileges": "true",
        "CapabilityBoundingSet": "",
        "RestrictNamespaces": "true",
        "SystemCallArchitectures": "native",
        "UMask": "0077",
        "StateDirectoryMode": "0700",
    }.items():
        assert value == service[name]


def test_a_crawl_that_is_partial_is_no_failure_of_its_unit() -> None:
    unit = sections(ROOT / "docs" / "systemd" / "cryptodrug-crawl@.service")

    assert str(QualityError.exit_code) == unit["Service"]["SuccessExitStatus"]


def test_the_timer_makes_up_for_what_was_missed() -> None:
    timer = sections(ROOT / "docs" / "systemd" / "cryptodrug-crawl@.timer")

    assert "true" == timer["Timer"]["Persistent"]
    assert "UTC" in timer["Timer"]["OnCalendar"]


def test_systemd_takes_the_units_where_it_is_there_to_ask(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    for file in (ROOT / "docs" / "systemd").glob("*@.*"):
        assert "%i" in file.read_text(encoding="utf-8")
    if program is None:
        return
    for file in (ROOT / "docs" / "systemd").glob("cryptodrug-*"):
        text = file.read_text(encoding="utf-8").replace("/opt/cryptodrug/bin/cryptodrug", sys.executable)
        (tmp_path / file.name.replace("@.", "@dream.")).write_text(text, encoding="utf-8")
    for file in tmp_path.iterdir():
        done = subprocess.run([program, "verify", "--man=no", file], capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)


def sections(unit: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # keeps capitals
    parser.read(unit, encoding="utf-8")
    return parser
