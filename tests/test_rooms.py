"""The rooms of the library stand in the order of the data; one enters another only through its door."""

import ast
import json
from pathlib import Path

import pytest

import detente

LIB = Path(detente.__file__).parent
ROOT = LIB.parents[1]
# A room may import from those left of it.
ORDER = ("schema", "codebook", "documents", "coding", "events", "postures", "charts", "reports", "cli")
MOST_AT_THE_TOP = 16
MOST_IN_A_ROOM = 12


def list_imports(source):
    """Return the modules of this library that some Python imports, as lists of names without `detente`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            assert not node.level, "write the whole name of a module"
            found += [module + [alias.name] for alias in node.names] if module == ["detente"] else [module]
    return [parts[1:] for parts in found if parts[0] == "detente"]


def find_violations(room, source):
    """Return what is wrong with the imports of a module in a room, in words: arrows upward, and rooms entered past their door."""
    wrong = []
    for parts in list_imports(source):
        if not parts or parts[0] not in ORDER or parts[0] == room:
            continue
        if room in ORDER and ORDER.index(parts[0]) > ORDER.index(room):
            wrong.append(f"{room} imports from {parts[0]}, which comes after it")
        if len(parts) > 1:
            wrong.append(f"{room} enters {parts[0]} past its door: {'.'.join(parts)}")
    return wrong


def list_modules():
    return sorted(path for path in LIB.rglob("*.py") if path != LIB / "__init__.py")


@pytest.mark.parametrize("path", list_modules(), ids=lambda path: path.relative_to(LIB).as_posix())
def test_a_module_imports_only_from_rooms_before_its_own_and_through_their_doors(path):
    room = path.relative_to(LIB).parts[0].removesuffix(".py")
    assert room in ORDER and find_violations(room, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["from detente.reports import find_findings", "from detente.documents.pages.web import read_page", "import detente.charts.figures"],
)
def test_a_violation_is_found(source):
    assert find_violations("coding", source)


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_enters_rooms_through_their_doors(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            assert find_violations("notebook", "".join(cell["source"])) == []


@pytest.mark.parametrize("room", [name for name in ORDER if (LIB / name).is_dir()])
def test_a_door_offers_what_it_imports_and_every_name_is_there(room):
    door = __import__(f"detente.{room}", fromlist=["*"])
    assert sorted(door.__all__) == door.__all__ and all(hasattr(door, name) for name in door.__all__)
    assert "come in" in " ".join(door.__doc__.split()) and "go out" in door.__doc__.replace("goes out", "go out")


def test_the_top_and_every_room_can_be_taken_in_at_a_glance():
    assert len([path for path in LIB.iterdir() if path.name != "__pycache__"]) <= MOST_AT_THE_TOP
    for folder in [path for path in LIB.rglob("*") if path.is_dir() and "data" not in path.parts]:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= MOST_IN_A_ROOM, f"{folder.name} holds {len(modules)} modules: part it"
