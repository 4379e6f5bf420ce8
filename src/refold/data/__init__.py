"""Data: small sets that come with the installed packages, and what is done to data before training."""
