"""The package itself: what it offers, what it needs, and what it stays away from."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import eternal

PACKAGE = Path(eternal.__file__).parent
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages([str(PACKAGE)], "eternal.")
    if not module.name.endswith("__main__")
)
SOURCES = sorted(PACKAGE.rglob("*.py"))


def test_all_is_sorted_and_importable() -> None:
    """``__all__`` names each public thing once, in order, and all of it is there."""
    assert sorted(set(eternal.__all__)) == eternal.__all__
    for name in eternal.__all__:
        assert hasattr(eternal, name)


def test_all_is_all() -> None:
    """Nothing but modules can be had from the package besides ``__all__``."""
    public = {
        name
        for name, value in vars(eternal).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(eternal.__all__) - {"__version__"}


def test_every_error_is_public() -> None:
    """Whatever the client can raise can be caught by a name of the package."""
    errors = importlib.import_module("eternal.errors")
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    assert {kind.__name__ for kind in kinds} <= set(eternal.__all__)
    assert all(issubclass(kind, eternal.EternalError) for kind in kinds)


def test_version() -> None:
    """The version is a version; the build reads it from the package."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", eternal.__version__)


FORBIDDEN = {
    "eternal": ["streamlit", "starlette", "uvicorn", "eternal.simulator", "eternal.contract"],
    "eternal.simulator": ["streamlit", "eternal.models", "eternal.parsing", "eternal.client"],
}


@pytest.mark.parametrize("module", FORBIDDEN)
def test_imports_no_more_than_it_needs(module: str) -> None:
    """The client works without the dashboard and the simulator; this shares no code of shapes."""
    # The package's own __init__ imports the client: the simulator is imported without it.
    bare = f"p = types.ModuleType('eternal'); p.__path__ = [{str(PACKAGE)!r}];"
    code = "import sys, types;"
    if module != "eternal":
        code += bare + "sys.modules['eternal'] = p;"
    code += f"import {module}; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
        timeout=60,
    )
    assert set(FORBIDDEN[module]) & set(ran.stdout.split()) == set()


@pytest.mark.parametrize(
    "source", SOURCES, ids=lambda source: source.relative_to(PACKAGE).as_posix()
)
def test_never_imports_streamlit(source: Path) -> None:
    """No file of the package imports Streamlit, not even inside a function."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
    assert "streamlit" not in {name.split(".")[0] for name in imported}


PUBLIC_MODULES = set(re.findall(r"``(eternal\.\w+)``", eternal.__doc__ or ""))
DASHBOARD = [*sorted(PACKAGE.parent.glob("pages/**/*.py")), PACKAGE.parent / "app.py"]


def imported_from_eternal(source: Path) -> set[str]:
    """The modules of the package that a file imports from."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "eternal":
            modules = {f"eternal.{alias.name}" for alias in node.names} & set(MODULES)
            found |= modules or {"eternal"}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name for name in found if name.split(".")[0] == "eternal"}


@pytest.mark.parametrize(
    "source", DASHBOARD, ids=lambda one: one.relative_to(PACKAGE.parent).as_posix()
)
def test_the_dashboard_uses_what_is_public(source: Path) -> None:
    """The dashboard imports from ``eternal`` and from the modules that its docstring names."""
    assert imported_from_eternal(source) <= {"eternal", *PUBLIC_MODULES}


def test_public_modules_exist() -> None:
    """Each module that the package's docstring names is there."""
    assert len(PUBLIC_MODULES) == 9
    for name in PUBLIC_MODULES:
        importlib.import_module(name)


@pytest.mark.parametrize("name", ["eternal", *MODULES])
def test_everything_public_says_what_it_is(name: str) -> None:
    """Each module, and each public class, function, method and property in it has a docstring."""
    module = importlib.import_module(name)
    assert module.__doc__
    for thing_name, thing in vars(module).items():
        if thing_name.startswith("_") or getattr(thing, "__module__", "") != name:
            continue
        if inspect.isclass(thing) or inspect.isfunction(thing):
            assert thing.__doc__, thing_name
        if inspect.isclass(thing):
            for member_name, member in vars(thing).items():
                is_documentable = inspect.isfunction(member) or isinstance(member, property)
                if is_documentable and not member_name.startswith("_"):
                    assert inspect.getdoc(getattr(thing, member_name)), member_name


def test_client_is_fully_annotated() -> None:
    """Each public method says what it takes and gives."""
    for name, method in inspect.getmembers(eternal.EternalClient, inspect.isfunction):
        if name.startswith("_"):
            continue
        signature = inspect.signature(method)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in list(signature.parameters.values())[1:]:
            assert parameter.annotation is not inspect.Parameter.empty, (name, parameter.name)
