"""Pure analysis of observations: which rows, comparable or not, ranked how, on the way to where."""
