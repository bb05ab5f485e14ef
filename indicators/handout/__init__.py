"""A session as a file to take along: PowerPoint, PDF, one HTML document, and the zip of what was shown."""
