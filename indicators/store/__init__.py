"""What is known: the data set, its checks, what was accepted over it, and its releases."""
