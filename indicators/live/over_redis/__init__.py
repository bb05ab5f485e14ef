"""Rooms over Redis: logs, keys and limits that several servers share. Loaded only where an address is set."""
