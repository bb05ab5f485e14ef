"""Tables made by hand: which column means what, and what was assumed in reading them."""
