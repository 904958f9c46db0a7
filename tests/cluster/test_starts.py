"""The files by which a cluster is started under SLURM and Kubernetes."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from cryptodrug_scraper.cli import cli

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = DOCS / "slurm" / "cluster.sbatch"
OBJECTS: list[dict[str, Any]] = list(
    yaml.safe_load_all((DOCS / "kubernetes" / "cluster.yaml").read_text(encoding="utf-8"))
)
PODS = {each["metadata"]["name"]: each["spec"]["template"] for each in OBJECTS if "template" in each.get("spec", {})}
CONTAINERS = {name: pod["spec"]["containers"][0] for name, pod in PODS.items()}
TOOLS = {
    "dask": '[ "$1" != worker ] || echo "$*"; sleep 60',
    "srun": 'while [ "${1#--}" != "$1" ]; do shift; done; exec "$@"',
    "cryptodrug": 'sleep 1; echo "$*"; exit 3',
}


def test_the_job_runs_a_command_on_the_cluster_that_it_starts_and_ends_as_it_does(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, text in TOOLS.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    given = os.environ | {"VENV": str(tmp_path), "TLS": "/tls", "SLURM_CPUS_PER_TASK": "3"}

    done = subprocess.run(
        ["/bin/bash", str(SCRIPT), "replay", "/shared"],
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    address = re.escape(f"tls://{os.uname().nodename}:8786")
    assert 3 == done.returncode, done.stderr
    assert re.search(rf"^worker {address} --nworkers 3 ", done.stdout, re.MULTILINE)
    assert re.search(rf"^replay /shared --dask {address}$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("missing", ["VENV", "TLS"])
def test_what_the_job_needs_is_named(missing: str) -> None:
    given = {"PATH": os.environ["PATH"], "VENV": "/v", "TLS": "/t"}
    del given[missing]
    done = subprocess.run(
        ["/bin/bash", str(SCRIPT)], env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert (1, True) == (done.returncode, f"{missing}: is not set" in done.stderr)


@pytest.mark.parametrize("name", PODS)
def test_a_pod_is_confined(name: str) -> None:
    pod, container = PODS[name]["spec"], CONTAINERS[name]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert ["ALL"] == container["securityContext"]["capabilities"]["drop"]
    assert "memory" in container["resources"]["limits"]
    assert re.search(r":\d", container["image"])


def test_only_the_command_has_the_address_of_the_database_and_only_certificates_open_dask() -> None:
    with_secrets = {name for name, each in CONTAINERS.items() if "secretKeyRef" in str(each.get("env"))}
    assert {"cryptodrug"} == with_secrets
    assert all("tls" in str(each["command"]) for each in CONTAINERS.values())
    assert all("/tls" in str(each["volumeMounts"]) for each in CONTAINERS.values())


def test_the_policy_lets_in_the_ports_that_scheduler_and_workers_have() -> None:
    policy = next(each["spec"] for each in OBJECTS if each["kind"] == "NetworkPolicy")
    ports = {(each["port"], each.get("endPort")) for each in policy["ingress"][0]["ports"]}
    args = " ".join(CONTAINERS["worker"]["args"])
    assert {(8786, None), (9000, 9199)} == ports
    assert "--worker-port 9000:9099 --nanny-port 9100:9199" in args
    assert policy["ingress"][0]["from"] == [{"podSelector": policy["podSelector"]}]


def test_the_command_of_the_job_has_the_options_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cryptodrug_scraper.cluster.scheduler.find_spec", lambda _: None)
    command = CONTAINERS["cryptodrug"]["command"]
    assert "cryptodrug" == command[0]
    result = CliRunner().invoke(cli, command[1:])
    assert "--dask needs Dask" in result.output, "the options before it are known"
