"""What the prose claims: commands run, names exist, numbers are computed, screens are one screen."""

import ast
import builtins
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import nbformat
import pytest

import detente as dt
from detente.cli import build_parser
from detente.codebook import load_codebook
from detente.coding.lexicon.lexicons import CUE_OPTIONS, DATA, known_languages, read_lexicon
from detente.schema import ALLOWED, TABLES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")


def test_the_package_has_at_most_fourteen_names_and_each_exists():
    assert len(dt.__all__) <= 14
    assert all(getattr(dt, name) is not None for name in dt.__all__)


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, detente; print(sorted({'pandas', 'matplotlib', 'duckdb', 'lxml', 'babel'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_every_make_target_of_the_readme_and_the_help_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", README, re.M)) <= targets
    assert set(re.findall(r"make ([a-z]+)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))) <= targets


def test_every_detente_command_of_the_prose_parses():
    lines = re.findall(r"^ {4}(detente .*)$", README, re.M)
    assert lines
    for line in lines:
        build_parser().parse_args(line.split()[1:])


def test_the_readmes_python_runs(monkeypatch):
    monkeypatch.chdir(ROOT)
    block = re.search(r"```python\n(.*?)```", README, re.S).group(1)
    names = {}
    exec(compile(block, "README.md", "exec"), names)
    assert len(names["statements"]) and len(names["shifts"]) == 1


def test_the_readmes_finding_is_the_one_computed(monkeypatch):
    monkeypatch.chdir(ROOT)
    from detente.reports.findings import find_findings
    from detente.reports.narrative import tell_findings

    documents, rejected = dt.load_documents("seeds", progress=False)
    findings = find_findings(documents, dt.code_statements(documents), "USA", "PRK", rejected=rejected, corpus="seeds")
    assert f"> {tell_findings(findings)[0]}" in README
    picture = (ROOT / "reports" / "USA-PRK.svg").read_text(encoding="utf-8")
    assert dt.charts.plot_plane(findings).svg() + "\n" == picture


def test_every_word_of_the_glossary_is_a_column_a_value_or_a_function():
    glossary = README.split("## Words")[1].split("##")[0]
    words = [word.strip() for row in re.findall(r"^\| ([^|]+) \|", glossary, re.M)[1:] for word in row.split(",") if "---" not in row]
    columns = {column for table in TABLES.values() for column in table}
    known = columns | set(TABLES) | {value for values in ALLOWED.values() for value in values}
    known |= {"dual-track", "coercive", "conciliatory", "disengaged", "posture", "dyad", "story", "statement", "shift"}
    known |= {path.name for path in ROOT.iterdir()} | set(inspect.signature(dt.load_documents).parameters)
    missing = [word for word in words if not {word, f"{word}s", f"{word}_id"} & known]
    assert not missing


def test_documented_parameters_stand_in_the_signatures():
    for name in dt.__all__:
        thing = getattr(dt, name)
        if not inspect.isfunction(thing):
            continue
        parameters = set(inspect.signature(thing).parameters)
        quoted = set(re.findall(r"^ *`(\w+)`(?:, `(\w+)`)?:", thing.__doc__ or "", re.M))
        for one in {word for pair in quoted for word in pair if word}:
            assert one in parameters, f"{name} documents {one}"


def test_errors_named_in_docstrings_exist():
    for path in (ROOT / "lib" / "detente").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                for name in re.findall(r"\b([A-Z]\w+Error)\b", ast.get_docstring(node) or ""):
                    assert name == "InputError" or hasattr(builtins, name), f"{path.name}: {name}"


def test_contributing_fits_on_one_screen():
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 45


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_asks_one_question_and_defines_nothing(path):
    notebook = nbformat.read(path, as_version=4)
    assert len(notebook.cells) <= 32 and "?" in notebook.cells[0].source.split("\n")[0]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= 10
            tree = ast.parse(cell.source)
            assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While) for node in ast.walk(tree))
            assert all(output.output_type != "error" for output in cell.outputs)
            assert cell.execution_count
    text = json.dumps(notebook)
    assert not re.search(r'"(start_time|end_time|duration|papermill)"', text)


@pytest.mark.parametrize("language", known_languages())
def test_a_lexicon_loads_and_its_modifiers_are_the_codebooks(language):
    lexicon = read_lexicon(language)
    modifiers = set(load_codebook().modifiers)
    for _, cue in lexicon.entries:
        if cue is not None:
            assert set(cue.options) <= CUE_OPTIONS
            assert cue.options.get("mod") is None or cue.options["mod"] in modifiers, cue.pattern


def _repeated(content, place=""):
    """Yield (section, entry) for what stands twice in one list, or twice among one section's cues."""
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _repeated(value, f"{place}{key}.")
            continue
        if not isinstance(value, list | str) or value and isinstance(value[0], list):
            continue
        lines = value if isinstance(value, list) else [" ".join(line.split()) for line in value.splitlines() if line.strip()]
        counts = Counter(line for line in lines if not str(line).startswith("#"))
        yield from ((f"{place}{key}", entry) for entry, n in counts.items() if n > 1)


@pytest.mark.parametrize("language", known_languages())
def test_a_lexicon_says_nothing_twice(language):
    content = tomllib.loads((DATA / "lexicons" / f"{language}.toml").read_text(encoding="utf-8"))
    assert not list(_repeated(content))


def test_nothing_tracked_names_a_machine_or_is_too_large():
    for name in filter(None, TRACKED):
        path = ROOT / name
        if not path.is_file():
            continue
        assert path.stat().st_size < 1_500_000, name
        if path.suffix in {".py", ".md", ".toml", ".ipynb", ".yml", ""} and name != "tests/test_claims.py":
            assert not re.search(r"(?:^|[^a-z.])/(?:work|root|home)/", path.read_text(encoding="utf-8", errors="replace")), name


def test_the_lock_holds_no_address():
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_readme_counts_the_notebooks():
    words = {"Six": 6, "Seven": 7, "Eight": 8}
    assert words[re.search(r"(\w+) notebooks ask", README).group(1)] == len(NOTEBOOKS)
