"""How this server is, for those who run it: its health, what it measures, its log."""
