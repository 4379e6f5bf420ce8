import shutil
import warnings

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.gradebook.hand_grades import HandGrade, hand_grades


@pytest.fixture(scope="module")
def autograded(tmp_path_factory):
    """nbgrader's own gradebook after autograding: one checked exercise, one written answer, two students."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own way with SQLAlchemy's sessions
        with Gradebook(f"sqlite:///{path}") as gradebook:
            for assignment in ("01_flatten", "02_dense"):
                _autograde(gradebook, assignment)
    return path


def _autograde(gradebook, assignment):
    gradebook.add_assignment(assignment)
    gradebook.add_notebook(assignment, assignment)
    at = (assignment, assignment)
    gradebook.add_grade_cell("flat_index", *at, max_score=2, cell_type="code")
    gradebook.add_solution_cell("flat_index-answer", *at)
    gradebook.add_grade_cell("why_backward", *at, max_score=4, cell_type="markdown")
    gradebook.add_solution_cell("why_backward", *at)
    for student in ("ada", "bo"):
        gradebook.update_or_create_student(student)
        gradebook.add_submission(assignment, student)
        checked = gradebook.find_grade("flat_index", *at, student)
        checked.auto_score, checked.needs_manual_grade = 2.0, False
    gradebook.db.commit()


@pytest.fixture
def gradebook(autograded, tmp_path):
    course = Course(tmp_path)
    course.gradebook.parent.mkdir()
    shutil.copy(autograded, course.gradebook)
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        yield course, gradebook


def change(gradebook, cell, student, kind="grade", **values):
    row = getattr(gradebook, f"find_{kind}")(cell, "01_flatten", "01_flatten", student)
    for name, value in values.items():
        setattr(row, name, value)
    gradebook.db.commit()


def test_no_gradebook_is_no_hand_grade(tmp_path):
    assert hand_grades(Course(tmp_path), "01_flatten") == {}
    assert not Course(tmp_path).gradebook.exists()


def test_autograded_points_are_not_given_by_hand(gradebook):
    assert hand_grades(gradebook[0], "01_flatten") == {}


def test_a_score_with_its_comment(gradebook):
    course, book = gradebook
    change(book, "why_backward", "ada", manual_score=3.0, extra_credit=0.5, needs_manual_grade=False)
    change(book, "why_backward", "ada", kind="comment", manual_comment="Good.")
    assert hand_grades(course, "01_flatten") == {"ada": {"why_backward": HandGrade(3.0, 0.5, "Good.")}}
    assert hand_grades(course, "02_dense") == {}


def test_what_was_handed_in_since_waits_for_another_look(gradebook):
    course, book = gradebook
    change(book, "why_backward", "ada", manual_score=3.0, needs_manual_grade=True)
    change(book, "why_backward", "bo", needs_manual_grade=True)
    assert hand_grades(course, "01_flatten") == {"ada": {"why_backward": HandGrade(3.0, again=True)}}


def test_a_comment_at_the_answer_belongs_to_the_exercise(gradebook):
    course, book = gradebook
    change(
        book, "flat_index-answer", "bo", kind="comment", manual_comment="Look at strides.", auto_comment="x"
    )
    assert hand_grades(course, "01_flatten") == {"bo": {"flat_index": HandGrade(comment="Look at strides.")}}


def test_changed_points_of_a_checked_exercise(gradebook):
    course, book = gradebook
    change(book, "flat_index", "ada", manual_score=0.0)
    assert hand_grades(course, "01_flatten")["ada"]["flat_index"].score == 0.0


def test_an_untouched_written_answer_waits_for_nobody(gradebook):
    course, book = gradebook
    change(book, "why_backward", "bo", auto_score=0.0, needs_manual_grade=False)
    assert hand_grades(course, "01_flatten") == {"bo": {"why_backward": HandGrade(0.0, untouched=True)}}
