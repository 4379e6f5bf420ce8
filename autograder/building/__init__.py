"""From a written solution to nbgrader's source, the course's notebooks and the students' package."""
