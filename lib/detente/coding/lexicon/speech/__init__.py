"""Speech: who says it, whether quoted, and what the conversation so far tells."""
