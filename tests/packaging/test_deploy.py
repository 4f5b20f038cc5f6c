"""The example of a deployment: what its files say is run here, without a container."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from pages.components.shell.server import LONGEST_DRAIN_SECONDS
from tests.dashboard import ROOT, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPLOY = ROOT / "deploy"
WAIT_SECONDS = 60.0


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with its arguments on one line."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = (one.strip() for one in text.splitlines())
    found = [one.split(maxsplit=1) for one in lines if one and not one.startswith("#")]
    return [(name, rest) for name, rest in found]


def step(name: str) -> str:
    """The arguments of the only instruction of a name."""
    (found,) = [rest for one, rest in steps() if one == name]
    return found


def environment() -> dict[str, str]:
    """What the Dockerfile puts into the environment."""
    return dict(one.split("=", 1) for one in step("ENV").split())


def exec_form(text: str) -> list[str]:
    """A command that no shell reads, run by the Python of the tests."""
    command: list[str] = json.loads(text[text.index("[") :])
    assert command[0] == "python"
    return [sys.executable, *command[1:]]


def compose() -> dict[str, Any]:
    """The compose file as data."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return found


def sample() -> dict[str, str]:
    """The lines of ``.env.example``."""
    lines = (DEPLOY / ".env.example").read_text("utf-8").splitlines()
    return dict(one.split("=", 1) for one in lines if one and not one.startswith("#"))


def build(folder: Path) -> None:
    """Copy what the Dockerfile copies, and let nobody write there."""
    for name, rest in steps():
        if name == "COPY":
            source, target = rest.split()
            _copy(ROOT / source, folder / target)
    for one in [folder, *folder.rglob("*")]:
        one.chmod(one.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    into = target / source.name if target.is_dir() or target.name in {"", ".streamlit"} else target
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, into)


@pytest.fixture
def image(tmp_path: Path) -> Iterator[Path]:
    """A folder as ``/app`` is in the image."""
    folder = tmp_path / "app"
    folder.mkdir()
    build(folder)
    yield folder
    for one in [folder, *folder.rglob("*")]:
        one.chmod(one.stat().st_mode | stat.S_IWUSR)


@contextmanager
def container(image: Path, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the command of the image in its environment, with nothing else of this one."""
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    log = image.parent / "log"
    with log.open("ab") as file:
        process = subprocess.Popen(
            exec_form(step("CMD")),
            cwd=image,
            env=inherited | environment() | settings,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def is_healthy(settings: dict[str, str]) -> bool:
    """What the HEALTHCHECK of the image says."""
    command = exec_form(step("HEALTHCHECK"))
    ran = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, check=False, timeout=10
    )
    return ran.returncode == 0


def test_the_image_starts_is_healthy_and_stops(image: Path, tmp_path: Path) -> None:
    """Its command serves from a folder that nobody can write, and ends by SIGTERM in peace.

    The data stands where the volume is, and the log has one form.
    """
    data = tmp_path / "data"
    settings = {
        "HOME": str(tmp_path / "nowhere"),
        "STREAMLIT_SERVER_PORT": str(free_port()),
        "ETERNALAI_DATABASE": environment()["ETERNALAI_DATABASE"].replace("/data", str(data)),
        "ETERNALAI_SOURCE": "live",
    }
    assert not is_healthy(settings)
    with container(image, settings) as process:
        give_up_at = time.monotonic() + WAIT_SECONDS
        while not is_healthy(settings):
            assert process.poll() is None, (tmp_path / "log").read_text()
            assert time.monotonic() < give_up_at
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT_SECONDS) in {0, -signal.SIGTERM}
    assert not is_healthy(settings)
    assert [one.name for one in data.iterdir()] == ["history.sqlite3"]
    assert not (tmp_path / "nowhere").exists()
    for line in (tmp_path / "log").read_text("utf-8").splitlines():
        assert re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z [A-Z]+ [\w.]+: ", line), line


def test_the_image_runs_as_nobody_in_particular() -> None:
    """It has a user with a number, which owns the volume only, and a Python of one version."""
    names = [name for name, _ in steps()]
    user = step("USER")
    assert re.fullmatch(r"(\d{4,}):\1", user)
    assert f"--uid {user.partition(':')[0]} " in dict(steps())["RUN"]
    assert f"install -d -o eternal -g eternal -m 700 {step('VOLUME')}" in dict(steps())["RUN"]
    assert names.index("USER") > max(at for at, name in enumerate(names) if name == "COPY")
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", step("FROM"))


def test_what_is_installed_is_a_layer_below_the_source() -> None:
    """A change of the source installs nothing again, and no cache of pip is left."""
    order = [rest for name, rest in steps() if name in {"COPY", "RUN"}]
    assert order[0].split()[0] == "requirements.txt"
    assert order[1].startswith("pip install --no-cache-dir")
    assert order[1].endswith("-r requirements.txt")


def test_no_secret_gets_into_the_image() -> None:
    """What is sent to the engine is what is copied: nothing else, no secrets, no ``.env``."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [one for one in lines if one and not one.startswith("#")]
    assert rules[0] == "*"
    allowed = {one.removeprefix("!") for one in rules if one.startswith("!")}
    assert allowed == {rest.split()[0] for name, rest in steps() if name == "COPY"}
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"deploy/.env", ".streamlit/secrets.toml"} <= set(ignored)


@pytest.mark.parametrize("name", ["dashboard-a", "dashboard-b"])
def test_the_dashboards_can_drain(name: str) -> None:
    """Each is given the time that it may need, cannot write its disk, and shares the database."""
    service = compose()["services"][name]
    assert service["stop_grace_period"] == f"{LONGEST_DRAIN_SECONDS + 10:.0f}s"
    assert service["read_only"] is True
    assert "@database:" in service["environment"]["ETERNALAI_DATABASE"]
    assert service["depends_on"]["database"]["condition"] == "service_healthy"
    assert "ports" not in service


def test_only_the_proxy_is_reached_from_outside() -> None:
    """The database stands in a network that leads nowhere, with a volume and a check."""
    found = compose()
    services = found["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert services["database"]["networks"] == ["back"]
    assert found["networks"]["back"]["internal"] is True
    assert services["proxy"]["networks"] == ["front"]
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert "healthcheck" in services["database"]
    dashboards = {name for name in services if name.startswith("dashboard")}
    named = services["proxy"]["environment"]["DASHBOARDS"].split()
    assert {one.partition(":")[0] for one in named} == dashboards
    assert {one.partition(":")[2] for one in named} == {step("EXPOSE")}


def test_what_is_to_fill_in_is_told() -> None:
    """Each variable of the compose file, and only known settings, are in ``.env.example``."""
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    assert asked <= set(sample())
    known = re.findall(r"^\| `(\w+)` \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert set(sample()) - asked <= set(known)
    assert not any(sample()[name] for name in ("POSTGRES_PASSWORD", "ETERNALAI_API_KEY"))
