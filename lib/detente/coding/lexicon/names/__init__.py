"""Names: which actors a sentence names, how, and what their case and place tell."""
