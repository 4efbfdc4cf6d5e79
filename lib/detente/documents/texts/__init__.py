"""Texts: plain text, Markdown, mail, office files and PDF, each to `Draft`s; who speaks in a transcript."""
