"""The language of a text: a BCP 47 tag with a confidence, `und` where a text is too short, mixed, or can't be told.

The script decides where only one language is written in it; among the others a model of character sequences (py3langid)
reads two short stretches of the text. A language that nobody codes here keeps its own tag: Portuguese is never Spanish.
"""

import re
from functools import cache

STRETCH = 80  # characters of each stretch read: enough for the model to be sure, few enough for 7,000 texts a second
STRETCH_OF_TWO_BYTES = 56  # the same where a letter has two bytes, for the model reads bytes
SECOND_READING = 600  # characters read where two stretches disagree
FEWEST_LETTERS = 20  # below it names alone ("Kim Jong-un") look like some language
FEWEST_CHARACTERS = 6  # the same for Chinese, Japanese and Korean, whose characters say more
LEAST_CONFIDENCE = 0.4  # of 1,993 labelled sentences, two are told wrongly from here on, and eight more below
LEAST_LEAD = 2  # and the best guess must be twice the next: Dutch is seldom told from Afrikaans by one sentence
MINOR_SCRIPT = 0.3  # from this share of letters on a second script is a second language, not a name or a quotation
STATED_SUPPORT = (
    0.05  # what the model must at least give to a language that the source states, to be told by that statement
)
STATED_ONLY = 0.5  # confidence of a language that only the source's own word stands for
KANA_SHARE = 0.1  # of Japanese text, more than a third is kana; Chinese text that quotes some has less than a tenth

SCRIPTS = {
    "kana": re.compile(r"[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]+"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]+"),
    "hangul": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]+"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"),
    "cyrillic": re.compile(r"[\u0400-\u052f]+"),
    "arabic": re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff]+"),
    "other": re.compile(r"[\u0370-\u03ff\u0530-\u05ff\u0700-\u10ff\u1200-\u1cff]+"),
}
SPOKEN = {
    "arz",
    "ary",
    "yue",
    "wuu",
    "gcf",
    "gcr",
    "ext",
}  # varieties whose written form is the standard one: the model would split the vote
NO_LANGUAGE = "zxx"
_TAG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_ASCII, _NO_LATIN = re.compile(r"[\x00-\x7f]+"), re.compile(r"[^A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


@cache
def _model():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([language for language in model.labels if language not in SPOKEN])
    return model


def identify_language(text, stated=None):
    """Return (tag, confidence) of a text's language; `("und", confidence of the best guess)` where it can't be told.

    `stated` is what the source says of itself (`<html lang>`, a column): it settles what the text leaves open, and
    never overrules a text that is plainly in another language.

    >>> identify_language("De druk op Noord-Korea blijft onveranderd hoog, zegt hij.")[0]
    'nl'
    >>> identify_language("Kim Jong-un")[0]
    'und'
    """
    stretches = _stretches(text or "")
    scripts = _count_scripts(" ".join(stretches))
    n_letters = sum(scripts.values())
    stated = _primary_tag(stated)
    if n_letters == 0:
        return ("und", 0.0)
    main, second = sorted(scripts, key=scripts.get, reverse=True)[:2]
    east_asian = scripts["kana"] + scripts["han"] + scripts["hangul"]
    if east_asian > n_letters / 2:
        return _east_asian(scripts, east_asian, n_letters, stated)
    if scripts[second] > MINOR_SCRIPT * n_letters:
        return ("und", scripts[main] / n_letters)
    if n_letters < FEWEST_LETTERS:
        return (stated, STATED_ONLY) if stated else ("und", 0.0)
    return _read(stretches, text, stated, latin=main == "latin")


def _primary_tag(stated):
    match = _TAG.match(stated.strip()) if isinstance(stated, str) else None
    return match[0].lower() if match and match[0].lower() not in ("und", NO_LANGUAGE, "mul") else None


def _stretches(text):
    """Return one or two stretches of a text, cut at spaces: from its start, and from its second half."""
    if len(text) > 4 * STRETCH:
        starts = (len(text) // 8, len(text) * 5 // 8)
    elif len(text) > 2 * STRETCH:
        starts = (0, len(text) - STRETCH - 1)
    else:
        starts = (0,)
    cut = [text[start : start + (STRETCH if len(starts) > 1 else 2 * STRETCH)] for start in starts]
    cut = [" ".join(_ADDRESS.sub(" ", stretch).split()) for stretch in cut]
    return [stretch for stretch in cut if stretch] or [""]


def _count_scripts(stretch):
    if len(_ASCII.sub("", stretch)) * 6 < len(
        stretch
    ):  # Latin with its accents and quotation marks: no need to count the rest
        return {**dict.fromkeys(SCRIPTS, 0), "latin": len(_NO_LATIN.sub("", stretch))}
    return {name: sum(map(len, regex.findall(stretch))) for name, regex in SCRIPTS.items()}


def _east_asian(scripts, east_asian, n_letters, stated):
    if scripts["hangul"] > east_asian / 2:
        tag, share = "ko", scripts["hangul"] / east_asian
    elif scripts["kana"] > KANA_SHARE * east_asian:
        tag, share = "ja", 1.0
    else:
        tag, share = "zh", scripts["han"] / east_asian
    other = n_letters - east_asian
    if other > MINOR_SCRIPT * n_letters and other > FEWEST_LETTERS * 2 and stated != tag:
        return ("und", share)
    if east_asian < FEWEST_CHARACTERS:
        return (stated, STATED_ONLY) if stated in ("zh", "ja", "ko") else ("und", 0.0)
    if tag == "zh" and stated == "ja" and east_asian < FEWEST_LETTERS:
        return ("ja", STATED_ONLY)  # a Japanese headline may be written in Chinese characters alone
    return (tag, round(share * (east_asian / n_letters) ** 0.25, 4))


def _read(stretches, text, stated, *, latin):
    length = len(stretches[0]) if len(stretches) < 2 else STRETCH if latin else STRETCH_OF_TWO_BYTES
    readings = [_classify(stretch[:length]) for stretch in stretches]
    if len({tag for tag, _ in readings}) > 1:
        half = len(text) // 2
        readings = [
            _classify(" ".join(part.split())) for part in (text[:half][:SECOND_READING], text[half:][:SECOND_READING])
        ]
        if len({tag for tag, _ in readings}) > 1:
            confidence = min(confidence for _, confidence in readings)
            if confidence >= LEAST_CONFIDENCE:
                return ("und", confidence)  # two languages, each told surely: a mixed text
            readings = [max(readings, key=lambda reading: reading[1])]
    tag, confidence = readings[0][0], max(confidence for _, confidence in readings)
    if len(readings) == 2:
        confidence = 1 - (1 - readings[0][1]) * (
            1 - readings[1][1]
        )  # two stretches that agree without having seen each other
    told = tag != NO_LANGUAGE and confidence >= LEAST_CONFIDENCE and (confidence > 0.7 or _leads(stretches[0]))
    if stated == tag:
        return (tag, round(max(confidence, STATED_ONLY), 4))
    if told:
        return (tag, round(confidence, 4))
    if stated and dict(_model().rank(stretches[0])).get(stated, 0) >= STATED_SUPPORT:
        return (stated, STATED_ONLY)
    return ("und", round(confidence, 4))


def _leads(stretch):
    best, second = _model().rank(stretch)[:2]
    return best[1] >= LEAST_LEAD * second[1]


def _classify(stretch):
    return _model().classify(stretch.lower() if stretch.isupper() else stretch)
