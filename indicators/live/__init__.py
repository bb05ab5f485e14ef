"""A session while it is shown: which slide the room is at, who has the floor, what phones sent, what was shown."""
