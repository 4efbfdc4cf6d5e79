"""Pages: HTML, feeds, news wires and web archives, each to `Draft`s."""
