"""Cases: what the shape of a word says of a name: endings, and prepositions written together with it.

The shapes are the language's (`[case]`, `places`, `genitive_endings`, `[glued]` of its lexicon); no ending stands here.
"""

from functools import lru_cache


@lru_cache(maxsize=100_000)
def fits_shape(word, shapes):
    """Return the longest of some shapes such as `ge*d` or `*ами` that a word has, or None."""
    best = None
    for shape in shapes:
        first, star, last = shape.partition("*")
        fits = word == shape if not star else word.startswith(first) and word.endswith(last) and len(word) > len(first) + len(last) + 1
        if fits and (best is None or len(shape) > len(best)):
            best = shape
    return best


def has_shape_at(reading, start, shapes):
    """Whether a word begins at an offset and has one of some shapes."""
    at = reading.token_at.get(start)
    return at is not None and fits_shape(reading.tokens[at].lower, shapes) is not None


def is_direction(reading, mention, first, markers):
    """Whether a name after a preposition of place stands in the case of a direction ("в Киев"), not of a place ("в Киеве")."""
    lexicon, tokens = reading.lexicon, reading.tokens
    at = next((n for n in range(first - 1, max(-1, first - 5), -1) if tokens[n].lower in lexicon.toward), None)
    if at is None or not any(match.end == tokens[at].end and match.start == tokens[at].start for match in markers.get("place_before", ())):
        return False
    run = tokens[first : reading.ending_at.get(mention.end, first) + 1]
    heads = {match.start for match in reading.found.get("head", ())}
    following = tokens[first + len(run)] if first + len(run) < len(tokens) else None
    if mention.kind == "demonym" and following is not None and following.start in heads:
        run = [following]
    return not any(fits_shape(token.lower, lexicon.places) or token.lower in lexicon.places for token in run)


def role_by_case(reading, mention, first):
    """Return the role that the ending of a name, or of the title before it, gives it, or ""."""
    lexicon, tokens = reading.lexicon, reading.tokens
    start = first
    titles = {
        match.end: match.start
        for category, matches in reading.found.items()
        if category in ("head", "title") or category.startswith("office.")
        for match in matches
    }
    heads = {match.end for match in reading.found.get("head", ())} - {match.end for match in reading.found.get("title", ())}
    own = tokens[first]
    bound = own.written.isupper() or fits_shape(own.lower, lexicon.case.get("genitive", ()))
    nominative = lexicon.case.get("subject", ())
    while start > 0 and tokens[start - 1].end in titles and (bound or tokens[start - 1].end not in heads):
        if start < first and fits_shape(tokens[start].lower, nominative):
            break  # "с трибуны парламента премьер Армении": what stands before a subject isn't its own
        start = reading.token_at.get(titles[tokens[start - 1].end], start - 1)
    last = reading.ending_at.get(mention.end, first)
    run = tokens[start : last + 1]
    if mention.kind == "demonym" and last + 1 < len(tokens) and tokens[last + 1].start in {m.start for m in reading.found.get("head", ())}:
        run = run + [tokens[last + 1]]
    for number, token in enumerate(run):
        best = max(
            ((len(shape), role) for role, shapes in lexicon.case.items() if (shape := fits_shape(token.lower, shapes))), default=None
        )
        if best and best[1] != "none":
            return best[1]
        if best is None and start + number < first:
            return ""
    return ""


def _owns_office(reading, mention):
    """Whether what a name owns speaks for it ("Dänemarks neuer Verteidigungsminister"): a head or a title, over adjectives."""
    heads = {m.start for kind, found in reading.found.items() if kind in ("head", "title") or kind.startswith("office.") for m in found}
    at = reading.ending_at.get(mention.end)
    for token in () if at is None else reading.tokens[at + 1 : at + 4]:
        if token.start in heads:
            return True
        if not token.written[0].islower():
            return False
    return False


def is_genitive(reading, mention):
    """Whether a name is written with the ending of a genitive ("Moskaus") and nothing follows that takes it up."""
    written = reading.text[mention.start : mention.end]
    if mention.kind == "demonym" or _owns_office(reading, mention):
        return False
    for ending in reading.lexicon.genitive_endings:
        if written.endswith(ending):
            from detente.coding.lexicon.names.actors import read_actors

            index = read_actors(reading.lexicon.language)
            stem = reading.lexicon.tokenise(written[: -len(ending)])
            if mention.person is not None:
                return bool(stem) and any(form.person for form in index.forms.get(stem[-1].written, index.forms.get(stem[0].written, ())))
            return any(m.actors == mention.actors for m in index.find(written[: -len(ending)], stem))
    return False


def glued_role(reading, token, kind=""):
    """Return the role of a preposition written together with a name or a title (Arabic ل and ب), or "".

    A prefix listed both as target and as place marks a place before a capital, a receiver before other names.
    """
    at = reading.token_at[token.start]
    if at and any(match.end == reading.tokens[at - 1].end for match in reading.found.get("head", ())):
        return ""  # "الأمين العام للأمم المتحدة": a genitive
    sides = [side for side in ("target", "place", "agent", "topic") if is_glued(reading, token, side)]
    return "place" if kind == "capital" and "place" in sides else sides[0] if sides else ""


def is_glued(reading, token, side):
    """Whether a prefix listed for a side stands before a name or a title, rather than being a word's first letters.

    `prefix=article` is a prefix that takes the place of an article.
    """
    from detente.coding.lexicon.names.actors import ENDING, read_actors

    lexicon, word = reading.lexicon, token.written
    index = read_actors(lexicon.language)

    def known(name):
        stems = (name[: len(name) - cut] for cut in range(min(ENDING, len(name) - 2) + 1))
        return name.translate(lexicon.fold) in lexicon.titles or name in index.forms or any(stem in index.stems for stem in stems)

    for entry in lexicon.glued.get(side, ()):
        prefix, _, article = entry.partition("=")
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= 3 and known(article + rest) and (article or not known(word)):
            return True
    return False
