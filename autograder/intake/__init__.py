"""From what was handed in to a clean notebook; no line of it is run here."""
