"""The data page: the steps from a file to figures that everyone sees."""
