"""The rules that the source keeps about itself: directions of imports, sizes, names, and what is never used."""

from __future__ import annotations

import ast
import graphlib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
LEVELS = (
    {"errors", "messages"},
    {"periods", "regions", "tables"},
    {"params"},
    {"indicators", "disclosure", "display"},
    {"intake", "execution", "publish", "provenance", "sample"},
    {"pipeline"},
    {"cli", "report"},
    {"__init__", "__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
CORE = {"indicators", "disclosure", "display"}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core"}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 50
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}
BANNED_MODULES = (
    "matplotlib.pyplot.",
    "pylab.",
    "pickle.",
    "marshal.",
    "shelve.",
    "yaml.",
    "requests.",
    "urllib.request.",
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A source file of the package: its dotted name and its syntax tree."""

    path: Path

    @property
    def name(self) -> str:
        """The name under which it is imported."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """The room it stands in."""
        return self.path.relative_to(ROOT / "reportkit").with_suffix("").parts[0]

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.path.read_text(encoding="utf-8"))

    def functions(self) -> Iterator[Function]:
        """Yield every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def __str__(self) -> str:
        """Name the file from the root."""
        return self.path.relative_to(ROOT).as_posix()


PACKAGE = tuple(Module(path) for path in sorted((ROOT / "reportkit").rglob("*.py")))
NAMES = frozenset(module.name for module in PACKAGE)
SOURCES = (
    *PACKAGE,
    *(Module(path) for folder in ("tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))),
)


def imported(node: ast.AST, *, within: str = "") -> Iterator[str]:
    """Yield the dotted names that one statement imports; modules of the own package rather than names in them."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            submodule = f"{node.module}.{alias.name}"
            if submodule not in NAMES:
                yield node.module
            else:
                yield submodule
                if not f"{within}.".startswith(f"{node.module}."):
                    yield node.module


def all_imports(module: Module) -> set[str]:
    """Return what a module imports anywhere, also for its types or within a function."""
    return {name for node in ast.walk(module.tree) for name in imported(node, within=module.name)}


def first_imports(body: list[ast.stmt], within: str) -> Iterator[str]:
    """Yield what a module imports when it is itself imported."""
    for node in body:
        yield from imported(node, within=within)
        if isinstance(node, ast.Try | ast.With) or (
            isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.dump(node.test)
        ):
            yield from first_imports(node.body, within)


def test_every_room_has_a_level() -> None:
    """A new room of the package is entered in the list of levels, so that its imports are checked."""
    assert {module.room for module in PACKAGE} - set(LEVEL) == set()


def test_imports_go_down() -> None:
    """A room imports from lower levels only; rooms on one level never import each other, not even for types."""
    assert [f"{module} imports {name}" for module in PACKAGE for name in sorted(upward(module))] == []


def upward(module: Module) -> Iterator[str]:
    """Yield what a module imports from another room that is not on a lower level."""
    for name in all_imports(module):
        package, _, rest = name.partition(".")
        room = rest.partition(".")[0] or "__init__"
        if package == "reportkit" and room != module.room and LEVEL[room] >= LEVEL[module.room]:
            yield name


def test_no_module_imports_itself_by_a_roundabout_way() -> None:
    """The modules can be put in an order in which each imports only earlier ones."""
    graph = {
        module.name: set(first_imports(module.tree.body, module.name)) & NAMES - {module.name} for module in PACKAGE
    }
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(PACKAGE)


def test_the_core_opens_no_file_and_reads_no_clock() -> None:
    """Its results depend on its arguments, and on resources that the package brings."""
    assert {str(module): used for module in PACKAGE if module.room in CORE and (used := of_the_world(module))} == {}


def of_the_world(module: Module) -> set[str]:
    """Return what a module calls or imports of files, clocks, chance and the machine."""
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    called = {call.id for call in calls if isinstance(call, ast.Name)} & {"open", "input", "print"}
    asked = {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"now", "today", "utcnow", "write_text"}
    modules = {name.partition(".")[0] for name in all_imports(module)}
    return called | asked | modules & {"os", "time", "random", "secrets", "socket", "subprocess", "tempfile"}


def test_a_file_fits_the_reader() -> None:
    """No file has 400 lines."""
    lengths = {str(module): len(module.path.read_text(encoding="utf-8").splitlines()) for module in SOURCES}
    assert {name: length for name, length in lengths.items() if length >= MOST_LINES} == {}


def test_a_function_fits_the_reader() -> None:
    """No function has more than 50 lines beside its docstring."""
    named = [
        (f"{module}: {function.name}", lines_of(function)) for module in SOURCES for function in module.functions()
    ]
    assert [(name, length) for name, length in named if length > MOST_LINES_OF_A_FUNCTION] == []


def lines_of(function: Function) -> int:
    """Count the lines of a function without its docstring."""
    return (function.end_lineno or 0) - function.lineno + 1 - len((ast.get_docstring(function) or "").splitlines())


def test_there_are_no_drawers() -> None:
    """No file or folder is named for being of use, being shared or being left over."""
    paths = [path.relative_to(ROOT) for folder in ("reportkit", "tests") for path in (ROOT / folder).rglob("*")]
    assert [str(path) for path in paths if path.stem.removeprefix("test_") in DRAWERS] == []


def test_what_is_public_is_explained() -> None:
    """Every module and every public class, function and method has a docstring."""
    assert [str(module) for module in PACKAGE if not ast.get_docstring(module.tree)] == []
    named = [(f"{module}: {node.name}", node) for module in PACKAGE for node in public(module.tree)]
    assert [name for name, node in named if not ast.get_docstring(node)] == []


def public(holder: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Yield the public functions and classes, and those of public classes."""
    for node in holder.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def test_what_is_dangerous_is_not_used() -> None:
    """No code is run from text, nothing is unpickled, YAML 1.1 is not read, and no chart shares pyplot's state."""
    assert {str(module): used for module in PACKAGE if (used := dangerous(module))} == {}


def dangerous(module: Module) -> set[str]:
    """Return what a module imports or calls of what is banned."""
    imports = [node for node in ast.walk(module.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    named = {f"{getattr(node, 'module', '')}.{alias.name}.".lstrip(".") for node in imports for alias in node.names}
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    called = {call.id for call in calls if isinstance(call, ast.Name)}
    return {name for name in named if name.startswith(BANNED_MODULES)} | called & BANNED_CALLS


def test_the_lock_for_pip_is_the_lock_for_uv() -> None:
    """requirements.lock names no version that uv.lock does not hold, and each with its hashes."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    locked = {(package["name"], package["version"]) for package in packages if "version" in package}
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    exported = re.findall(r"^([a-z0-9.-]+)==([^ ;\\]+)[^\n]*\\\n +--hash", text, flags=re.MULTILINE)
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert (set(exported) - locked, len(exported)) == (set(), len(lines))


def test_every_direct_dependency_is_in_the_lock_for_pip() -> None:
    """A dependency that was added to pyproject.toml is exported too: run ``make lock``."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*declared["project"]["dependencies"], *declared["dependency-groups"]["dev"]]
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    exported = set(re.findall(r"^([a-z0-9.-]+)==", text, flags=re.MULTILINE))
    names = {
        re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace(".", "-").replace("_", "-") for requirement in wanted
    }
    assert names - exported == set()
