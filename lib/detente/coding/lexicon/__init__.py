"""The lexicon coder: cues of a language propose, rules shared by all languages read, a statement is what remains."""
