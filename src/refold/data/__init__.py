"""Small data sets that come with the installed packages: nothing is downloaded."""
