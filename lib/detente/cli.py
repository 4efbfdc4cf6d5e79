"""The command line: `detente report` writes pages, `detente explain` says how one sentence was coded and why.

Exit codes: 0 done, 2 for anything asked that can't be done (said on stderr, with the nearest that can), 130 when stopped.
"""

import argparse
import sys

from detente.schema import InputError, nearest

DESCRIPTION = """\
Who does or says what to whom in dated documents, when a posture shifted, and the words it rests on.

A dyad is a directed pair of actors, typed SOURCE:TARGET: USA:PRK is the United States toward North Korea. Actors are
ISO 3166 alpha-3 codes, and EUU, UNO, NAT for the European Union, the United Nations and NATO. A corpus is a folder, a file
or a quoted glob: text, Markdown, HTML, JSON Lines, CSV and more.
"""
EXAMPLES = """\
examples:
  detente report seeds --dyad USA:PRK --out reports/
      one page and one findings.json on what the documents in seeds/ show
  detente report seeds --dyad USA:PRK --dyad PRK:USA --out reports/
      both directions; the documents are read once
  detente report "news/*.html" --dyad RUS:UKR --period week --out pages/
      a glob as corpus, weeks instead of months
  detente report --all --out reports/
      the standing set: the article in seeds/, the main pairs of seeds/chronicle where that folder exists, and an index
  detente explain seeds DOCUMENT_ID --at 25
      how the sentence at character 25 of a document was coded, or why it was not
"""
STANDING = ("seeds", "USA", "PRK")
HISTORY = "chronicle"
# More rejected inputs than this would hide where the pages are.
MOST_TOLD = 5


class _Parser(argparse.ArgumentParser):
    """A parser whose errors name the nearest right words and leave with 2."""

    def error(self, message):
        raise InputError(f"{message}; see {self.prog} --help")


def build_parser():
    """Return the parser, with its commands."""
    form = argparse.RawDescriptionHelpFormatter
    parser = _Parser(prog="detente", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=form, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="show the version and leave")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    report = commands.add_parser(
        "report",
        help="write reports on dyads of a corpus",
        formatter_class=form,
        allow_abbrev=False,
        epilog=EXAMPLES,
        description="Write one self-contained page and one findings.json per dyad. A pair that says nothing gets a page that says so.",
    )
    report.add_argument("corpus", nargs="?", metavar="CORPUS", help="a folder, file or quoted glob")
    report.add_argument(
        "--dyad",
        action="append",
        default=[],
        metavar="SOURCE:TARGET",
        help="whose reports to write, such as USA:PRK; may be repeated",
    )
    report.add_argument("--out", default="reports/", metavar="FOLDER", help="where to write (default: reports/)")
    report.add_argument(
        "--all",
        action="store_true",
        help="write the standing set of the seeds and an index over all reports in the folder",
    )
    report.add_argument("--period", default="month", metavar="PERIOD", help="day, week, month or quarter (default: month)")
    report.add_argument("--alpha", default="0.05", metavar="LEVEL", help="level below which a measured shift is one (default: 0.05)")
    report.add_argument(
        "--seed",
        default="0",
        metavar="NUMBER",
        help="what resamples are drawn from; the same seed gives the same page (default: 0)",
    )
    explain = commands.add_parser(
        "explain",
        help="say how one sentence was coded, and why",
        formatter_class=form,
        allow_abbrev=False,
        epilog=EXAMPLES,
        description="Say for each candidate of a sentence how it was coded, or why it was not.",
    )
    explain.add_argument("corpus", metavar="CORPUS", help="a folder, file or quoted glob")
    explain.add_argument(
        "document_id",
        metavar="DOCUMENT_ID",
        help="the document's key, as a report's evidence or the documents table has it",
    )
    explain.add_argument("--at", required=True, metavar="OFFSET", help="a character offset in the document, 0 the first")
    return parser


def main(argv=None):
    """Return the exit code of one command line."""
    argv = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        # A console that can't show a script prints a mark in its place; it doesn't fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return run(argv)
    except InputError as error:
        print(f"detente: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("detente: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def run(argv):
    """Return the exit code of one command line; raise InputError for what can't be done."""
    parser = build_parser()
    commands = parser._subparsers._group_actions[0].choices
    first = next((word for word in argv if not word.startswith("-")), None)
    if first is not None and argv[0] == first and first not in commands:
        raise InputError(f"unknown command {first!r}; {nearest(first, commands)}; see detente --help")
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        chosen = commands.get(arguments.command, parser)
        if not unknown[0].startswith("-"):
            raise InputError(
                f"unexpected {unknown[0]!r}: {arguments.command} takes one corpus; quote a glob, or put the documents in one folder"
            )
        options = [option for option in chosen._option_string_actions if option.startswith("--")]
        raise InputError(
            f"unknown option {unknown[0].split('=')[0]!r}; {nearest(unknown[0].split('=')[0], options)}; see {chosen.prog} --help"
        )
    if arguments.version:
        from detente import __version__

        print(f"detente {__version__}")
        return 0
    if arguments.command is None:
        parser.print_help()
        return 0
    return run_report(arguments) if arguments.command == "report" else run_explain(arguments)


def read_dyad(typed):
    """Return (source, target) of a typed dyad; InputError where it isn't one of two known actors, naming the nearest.

    >>> read_dyad("USA:PRK")
    ('USA', 'PRK')
    """
    from detente.reports import check_actors

    source, colon, target = typed.partition(":")
    if not colon or not source or not target or ":" in target:
        raise InputError(f"{typed!r} is no dyad; write SOURCE:TARGET, such as USA:PRK for the United States toward North Korea")
    check_actors(source, target)
    return source, target


def read_number(words, name, kind):
    """Return the number that an option was given; InputError that names the option where it isn't one."""
    try:
        return kind(words)
    except ValueError:
        raise InputError(f"--{name} takes a number, not {words!r}") from None


def run_report(arguments):
    """Write the reports that were asked for and say where they are; return 0."""
    from detente.reports import check_options

    options = {
        "period": arguments.period,
        "alpha": read_number(arguments.alpha, "alpha", float),
        "seed": read_number(arguments.seed, "seed", int),
    }
    check_options(**options)
    dyads = list(dict.fromkeys(read_dyad(typed) for typed in arguments.dyad))
    if arguments.all:
        if dyads:
            raise InputError("--all writes the standing set, --dyad one pair; give one of the two")
        return write_standing_set(arguments.corpus or STANDING[0], arguments.out, options)
    if arguments.corpus is None:
        raise InputError("report needs a corpus: detente report CORPUS --dyad SOURCE:TARGET, or detente report --all")
    if not dyads:
        raise InputError(f"report needs a dyad: detente report {arguments.corpus} --dyad SOURCE:TARGET, such as USA:PRK")
    from detente.reports import read_corpus, write_report

    corpus = read_corpus(arguments.corpus)
    say_rejected(corpus.rejected)
    for source, target in dyads:
        say_written(write_report(corpus, source, target, arguments.out, **options))
    return 0


def write_standing_set(seeds, out, options):
    """Write the seeds' report, those of the chronicle's main dyads where there is one, and the index; return 0."""
    from dataclasses import replace
    from pathlib import Path

    from detente.postures import find_shifts
    from detente.reports import choose_main_dyads, read_corpus, write_index, write_report

    say_written(write_report(read_corpus(seeds), *STANDING[1:], out, **options))
    history = Path(seeds) / HISTORY
    if history.is_dir():
        corpus = read_corpus(str(history))
        dyads = choose_main_dyads(corpus.statements)
        both = {*dyads, *((target, source) for source, target in dyads)}
        pairs = list(zip(corpus.statements["source"], corpus.statements["target"], strict=True))
        main_ones = corpus.statements[[pair in both for pair in pairs]]
        # One call over all pages' dyads, so that the q-values are those of all that is looked at.
        shifts = find_shifts(main_ones, alpha=options["alpha"], seed=options["seed"]) if len(main_ones) else None
        corpus = replace(corpus, shifts=shifts, command=f"detente report --all --out {out}")
        for source, target in dyads:
            say_written(write_report(corpus, source, target, Path(out) / HISTORY, **options, index="../index.html"))
    say_written(write_index(out))
    return 0


def say_rejected(rejected):
    """Print on stderr the first inputs that could not be read, why, and what would help."""
    for row in rejected.head(MOST_TOLD).to_dict("records"):
        print(f"rejected {row['path']}: {row['reason']}; {row['remedy']}", file=sys.stderr)
    if len(rejected) > MOST_TOLD:
        print(f"rejected {len(rejected) - MOST_TOLD:,} more; the pages name the first of them", file=sys.stderr)


def say_written(path):
    """Print where a page was written."""
    print(f"wrote {path}")


def run_explain(arguments):
    """Print how each candidate of one sentence was coded; return 0."""
    from detente import explain, load_documents

    documents, _ = load_documents(arguments.corpus)
    at = read_number(arguments.at, "at", int)
    rows = explain(documents, arguments.document_id, at=at)
    text = documents.loc[documents["document_id"].eq(arguments.document_id), "text"].iloc[0]
    print(f"{arguments.document_id}, character {at}: {' '.join(text[max(0, at - 40) : at + 80].split())}")
    if not len(rows):
        print("Nothing was coded: no word or phrase of the lexicon stands in this sentence.")
    for row in rows.to_dict("records"):
        print(f"\n{row['start']}-{row['end']}  {' '.join(str(row['words']).split())}")
        print(f"  because of  {row['cue']}")
        if isinstance(row["source"], str):
            print(f"  coded       {row['source']}:{row['target']} {row['act']}, confidence {row['confidence']:.2f}")
        else:
            print(f"  not coded   {row['reason'] or 'no reason given'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
