"""The floor: who speaks at each place of a transcript, and where a journalist asks."""

from bisect import bisect_right

from detente.readers.turns import is_question


class Floor:
    """Who has the floor at each place of a transcript."""

    def __init__(self, turns, index, lexicon, within):
        self.turns = list(turns) if isinstance(turns, (list, tuple)) or hasattr(turns, "tolist") else []
        self.starts = [turn["start"] for turn in self.turns]
        self.index, self.lexicon, self.within, self.known = index, lexicon, within, {}

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
        names = self.index.find(words, self.lexicon.tokenise(words), within=self.within, known=AnyName())
        actors = {m.actor for m in names if m.actor}
        return names[-1]._replace(role="spoken") if len(actors) == 1 else None


class AnyName:
    """Holds every name: in a transcript's label a family name alone is enough."""

    def __iter__(self):
        return iter(())

    def __contains__(self, name):
        return True
