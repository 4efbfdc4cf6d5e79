"""Readers: one small module a family of formats. Each yields, for one file, what it holds, in order:

`Draft` (a document as found), `Rejection` (why something is none) or `Blob` (a file inside the file, read in its turn).
`detente.readers.dispatch.read_blob` chooses the reader by content first and by name second.
"""
