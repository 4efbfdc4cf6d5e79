"""Reports: all tables come in; findings, narrative and pages go out, each claim with the words that it rests on."""

from detente.reports.findings import find_findings
from detente.reports.narrative import count, tell_findings
from detente.reports.notebooks import (
    begin,
    check_parameters,
    count_by,
    list_rejected,
    list_untold,
    rank_dyads,
    show_lines,
    tell_moves,
    write_page,
)
from detente.reports.options import check_actors, check_options
from detente.reports.pages import choose_main_dyads, read_corpus, write_index, write_report

__all__ = [
    "begin",
    "check_actors",
    "check_options",
    "check_parameters",
    "choose_main_dyads",
    "count",
    "count_by",
    "find_findings",
    "list_rejected",
    "list_untold",
    "rank_dyads",
    "read_corpus",
    "show_lines",
    "tell_findings",
    "tell_moves",
    "write_index",
    "write_page",
    "write_report",
]
