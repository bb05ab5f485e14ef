"""Publisher formats: one module each, recognised by content, read into one raw table."""
