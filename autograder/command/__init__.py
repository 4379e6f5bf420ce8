"""How the command refold finds what is meant, shows what it found, and ends."""
