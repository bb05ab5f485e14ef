"""What the pages are made of: the registry, the shell, the views and the server's routes."""
