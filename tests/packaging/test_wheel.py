"""What ``pip install .`` gives, and what it does not bring."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from eternal.simulator import Simulator, SimulatorServer

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
BIN = "Scripts" if sys.platform == "win32" else "bin"


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command away from the project, whose folder would be imported instead."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ETERNALAI_")}
    return subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(sys.prefix),
        env=clean | environment,
    )


def readme_example() -> str:
    """The Python example of the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return str(example)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT)
    assert built.returncode == 0, built.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The folder of the commands of a new environment in which only the wheel is installed."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    commands = folder / BIN
    done = run(commands / "python", "-m", "pip", "install", "-q", wheel)
    assert done.returncode == 0, done.stderr
    return commands


def test_only_eternal_is_installed(installed: Path) -> None:
    """The wheel brings ``eternal`` with its types, and neither pages nor what they need."""
    code = (
        "import eternal, importlib.util, pathlib;"
        "assert pathlib.Path(eternal.__file__).with_name('py.typed').exists();"
        "found = [name for name in ('streamlit', 'pages', 'tests', 'starlette', 'jsonschema')"
        " if importlib.util.find_spec(name)]; print(found)"
    )
    done = run(installed / "python", "-c", code)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize(("command", "extra"), [("simulate", "simulator"), ("check", "check")])
def test_a_missing_extra_is_named(installed: Path, command: str, extra: str) -> None:
    """A command whose extra is not installed says in one line what to install, with code 2."""
    done = run(installed / "eternal", command)
    assert done.returncode == 2
    assert f"eternal-client[{extra}]" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_example_of_the_readme_runs(installed: Path) -> None:
    """The README's Python example, with nothing but the wheel, lists and creates a character."""
    with SimulatorServer(Simulator(creation_seconds=(0.0, 0.0))) as server:
        settings = {"ETERNALAI_BASE_URL": server.base_url, "ETERNALAI_API_KEY": "a-key"}
        done = run(installed / "python", "-c", readme_example(), **settings)
    assert done.returncode == 0, done.stderr
    assert "Elara Voss" in done.stdout
    assert len(done.stdout.splitlines()) == 11


def test_the_simulator_extra_serves(installed: Path, wheel: Path) -> None:
    """With its extra ``eternal simulate`` serves its people, drawn, to the README's example."""
    done = run(installed / "python", "-m", "pip", "install", "-q", f"{wheel}[simulator,check]")
    assert done.returncode == 0, done.stderr
    code = (
        "from importlib.resources import files; from importlib.util import find_spec;"
        "from eternal.simulator import Simulator; from eternal.contract import check;"
        "from eternal.simulator.people.cast import load_cast; Simulator();"
        "drawn = files('eternal.simulator.art') / 'portraits'; cast = load_cast();"
        "assert all((drawn / f'{one.portrait_name}.webp').is_file() for one in cast);"
        "print(len({one.avatar_url for one in cast}), find_spec('dicebear'))"
    )
    done = run(installed / "python", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["269", "None"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    command = [str(installed / "eternal"), "simulate", "--port", port]
    with subprocess.Popen(command, cwd=sys.prefix, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        assert port in serving.stdout.readline()
        settings = {"ETERNALAI_BASE_URL": f"http://127.0.0.1:{port}", "ETERNALAI_API_KEY": "a-key"}
        done = run(installed / "python", "-c", readme_example(), **settings)
        serving.terminate()
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 11
