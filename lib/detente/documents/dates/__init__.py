"""Dates: what a text, a name or an address says of when, as `DateSpan`s, in all languages."""
