"""The floor: who speaks at each place of a transcript, and where a journalist asks."""

from bisect import bisect_right

from detente.documents import is_answer, is_question


class Floor:
    """Who has the floor at each place of a transcript."""

    def __init__(self, turns, index, lexicon, within, text=""):
        self.turns = list(turns) if isinstance(turns, (list, tuple)) or hasattr(turns, "tolist") else []
        self.starts = [turn["start"] for turn in self.turns]
        self.index, self.lexicon, self.within, self.known = index, lexicon, within, {}
        self.heading = text[: self.starts[0]] if self.starts else ""

    def at(self, offset):
        """Return (whether a question is asked there, the mention of who speaks, or None where that is no actor)."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or offset >= self.turns[number]["end"]:
            return False, None
        label = self.turns[number]["speaker"]
        if is_question(label):
            return True, None
        if label not in self.known:
            self.known[label] = self._resolve(label)
        return False, self.known[label]

    def _resolve(self, label):
        words = label.title() if label.isupper() else label
        answers = is_answer(label)
        if answers:
            # 「答：」 doesn't say who: the heading does (外交部发言人耿爽主持例行记者会).
            words = self.heading
        names = self.index.find(words, self.lexicon.tokenise(words), within=self.within, known=AnyName())
        names = [m for m in names if m.person] if answers else names
        actors = {m.actor for m in names if m.actor}
        return names[-1]._replace(role="spoken") if len(actors) == 1 else None


class AnyName:
    """Holds every name: in a transcript's label a family name alone is enough."""

    def __iter__(self):
        return iter(())

    def __contains__(self, name):
        return True
