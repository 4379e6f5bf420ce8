"""What is written about a class: grades, comments, records, in nbgrader's gradebook and below build/."""
