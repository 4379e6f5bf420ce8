"""One run over a class: who is due, by which processes, and what came of it."""
