"""Files: what a path holds, in which format, and the reader for it."""
