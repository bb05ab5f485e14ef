"""What the pages share: the shell, blocks, templates, the choice of peers, the draft of a session."""
