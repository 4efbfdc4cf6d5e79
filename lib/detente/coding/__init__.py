"""Coding: documents come in; statements go out, one row per thing that one actor does or says to another.

`statements` is the boundary that every coder passes; `lexicon` is the coder that needs no model.
"""

from detente.coding.lexicon.lexicons import known_languages, read_lexicon
from detente.coding.lexicon.names.actors import alpha3_of, in_term, known_actors, read_persons
from detente.coding.lexicon.sentences import split_sentences
from detente.coding.statements import Coding, code_act, code_statements, code_text, explain

__all__ = [
    "Coding",
    "alpha3_of",
    "code_act",
    "code_statements",
    "code_text",
    "explain",
    "in_term",
    "known_actors",
    "known_languages",
    "read_lexicon",
    "read_persons",
    "split_sentences",
]
