"""Détente: who does or says what to whom, when a posture shifted, and the words it rests on.

    documents  →  statements  →  postures, shifts  →  charts, narrative  →  report

Every name below is loaded when it is first used, so that `import detente` costs little.
"""
from importlib import import_module

__version__ = "0.1.0"

_HOME = {
    "load_documents": "documents",
    "load_events": "events",
    "code_statements": "coding",
    "code_act": "coding",
    "Coding": "coding",
    "explain": "coding",
    "measure_postures": "postures",
    "find_shifts": "postures",
    "find_evidence": "postures",
    "charts": None,
    "write_report": "reports",
    "InputError": "schema",
}
__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module 'detente' has no attribute {name!r}; it has {', '.join(__all__)}")
    home = _HOME[name]
    if home is None:
        return import_module(f"detente.{name}")
    return getattr(import_module(f"detente.{home}"), name)


def __dir__():
    return __all__
