"""The error for faults that a person can mend: the command line shows its text, no traceback."""


class CourseError(Exception):
    """Something in the course's files or options is not as it must be; the text says what to do next."""


class NoSandbox(CourseError):
    """This machine has no sandbox that holds, so nothing was run; the text says how to get one."""
