"""Pages that people read: a student's feedback, a class's report. Nothing in them can run."""
