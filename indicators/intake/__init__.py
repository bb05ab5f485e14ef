"""Intake: what happens to a file from its reading to its acceptance, before the ledger keeps it.

`file_check` is the way in: it recognises, reads, maps and checks a file of any known kind and stores nothing.
`adding` turns a checked file into an acceptance; `drafts` and `brought` show it to one reader until then.
"""
