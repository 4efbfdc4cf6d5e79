"""Acts: which cues fire, combined, negated, conditional, placed in time."""
