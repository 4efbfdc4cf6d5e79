"""Documents: files of any format come in; one row a document goes out, and one row in `rejected` for each that could not be read.

Beneath: `files` finds the reader of a format; `pages`, `texts` and `tables` read; `dates` tells when, `languages` in what
language, `stories` which are copies.
"""

from detente.documents.dates.stated import DateSpan, find_dates, has_gone_on, resolve_relative
from detente.documents.loading import load_documents
from detente.documents.texts.turns import is_answer, is_question

__all__ = ["DateSpan", "find_dates", "has_gone_on", "is_answer", "is_question", "load_documents", "resolve_relative"]
