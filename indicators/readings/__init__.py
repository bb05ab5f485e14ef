"""Raw readings of meters made into observations: described, read, cleaned, asked twelve questions, by an engine.

No page imports this room: a command or a job runs the engine, and what it makes passes the check as any other file.
"""
