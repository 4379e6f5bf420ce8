"""A sample class, handed in and graded: what an instructor sees first."""
