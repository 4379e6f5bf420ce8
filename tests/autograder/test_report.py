import csv
import io
import json
import re

import pytest
from nbgrader.api import Gradebook

from autograder.errors import CourseError
from autograder.gradebook.hand_grades import HandGrade
from autograder.pages import report as report_module
from autograder.pages.report import as_csv, no_formula, report_data, write_report

HOSTILE = "<script>console.log('ran')</script><img src=x onerror=\"console.log('ran')\">"


@pytest.fixture
def data(made_up):
    """The report's data of these records."""

    def data(*records):
        made_up.save(records)
        return report_data(made_up.course, made_up.assignment)

    return data


def item(data, id):
    return next(item for item in data["items"] if item["id"] == id)


def rows(data):
    return list(csv.DictReader(io.StringIO(as_csv(data))))


def page_of(made_up):
    return write_report(made_up.course, made_up.assignment).html.read_text(encoding="utf-8")


def test_a_class_by_hand(made_up, data):
    found = data(
        made_up.record("ada", *["right"] * 5),
        made_up.record("bo", "right", "named", "wrong", "partly right", "not attempted"),
        made_up.record("cy", "right", "named", "named", "stopped", "not attempted", status="stopped"),
        made_up.record("di", status="needs you", reason="no JSON"),
    )
    statuses = {status: count for status, count in found["statuses"].items() if count}
    assert statuses == {"graded": 2, "stopped": 1, "needs you": 1}
    assert found["scores"]["count"] == 3
    assert found["scores"]["mean"] == pytest.approx((16 + 3.5 + 2) / 3)
    assert found["scores"]["quartiles"] == [2.75, 3.5, 9.75]
    assert item(found, "flatten_shapes")["facility"] == 1
    assert item(found, "flatten_backward")["facility"] == pytest.approx(4.5 / 9)
    counts = item(found, "flatten_backward")["counts"]
    assert counts == {"full": 1, "part": 1, "none": 0, "not attempted": 0, "stopped": 1, "waiting": 0}
    assert item(found, "flatten_layer")["counts"]["not attempted"] == 2
    assert item(found, "why_backward")["counts"]["waiting"] == 3
    assert item(found, "flatten_forward")["unrecognised"] == 1


def test_misconceptions_are_counted_by_student_not_by_output(made_up, data):
    found = data(made_up.record("ada", "named"), made_up.record("bo", "right", "named", "named"))
    assert [(m["exercise"], m["name"], m["count"]) for m in found["misconceptions"]] == [
        ("flat_index", "column-major order", 1),
        ("flatten_forward", "column-major order", 1),
        ("flatten_shapes", "batch axis joined too", 1),
    ]


def test_paragraphs_to_teach_again_are_ordered_by_students(made_up, data):
    found = data(
        made_up.record("ada", "named", "right", "named"),
        made_up.record("bo", "right", "named", "named"),
        made_up.record("cy", "right", "named", "right", "named", "named"),
    )
    first = found["teach"][0]
    assert (first["anchor"], first["section"], first["count"]) == ("row-major", "Where every element goes", 3)
    assert {mistake["exercise"] for mistake in first["mistakes"]} == {"flat_index", "flatten_forward"}
    assert [each["count"] for each in found["teach"]] == [3, 1, 1]


def test_a_mistake_that_the_unit_no_longer_knows_keeps_the_sentence_of_the_record(made_up, data):
    record = made_up.record("ada", "right", "named")
    record["verdicts"][1]["outputs"][0].update(misconception="an old name", says="An old sentence.")
    record["verdicts"][1]["misconception"] = "an old name"
    (mistake,) = data(record)["misconceptions"]
    assert (mistake["says"], mistake["section"]) == ("An old sentence.", "2. Write flat_index")


def test_strong_students_earn_what_separates_well(made_up, data):
    strong = [made_up.record(f"s{n}", *["right"] * 5) for n in range(6)]
    weak = [made_up.record(f"w{n}", "right", *["wrong"] * 4) for n in range(6)]
    found = data(*strong, *weak)
    assert item(found, "flatten_shapes")["reading"] == "undefined: no variance"
    assert item(found, "flat_index")["discrimination"] == pytest.approx(1)
    assert item(found, "flat_index")["reading"] == "separates well"


def test_hand_grades_have_a_row_and_a_column(made_up, data, monkeypatch):
    given = {"ada": {"why_backward": HandGrade(3.0), "flat_index": HandGrade(2.0)}}
    monkeypatch.setattr(report_module, "hand_grades", lambda course, assignment: given)
    found = data(made_up.record("ada", "right", "wrong"), made_up.record("bo", "right", "wrong"))
    assert item(found, "why_backward")["facility"] == 0.75
    assert item(found, "why_backward")["counts"]["waiting"] == 1
    assert item(found, "flat_index")["counts"] | {"full": 1, "none": 1} == item(found, "flat_index")["counts"]
    ada, bo = rows(found)
    assert (ada["total"], ada["why_backward"], bo["total"], bo["why_backward"]) == ("7", "3", "2", "")


def test_exercises_that_are_new_do_not_wait_for_a_person(made_up, data):
    """The grader has not tried them yet: the unit got them after the class was graded."""
    found = data(made_up.record("ada", "right", "wrong"))
    assert item(found, "flatten_layer")["counts"]["waiting"] == 1
    assert [each["id"] for each in found["items"] if each["to_look_at"]] == ["why_backward"]


def test_an_untouched_written_answer_was_not_attempted(made_up, data, monkeypatch):
    untouched = {"ada": {"why_backward": HandGrade(0.0, untouched=True)}}
    monkeypatch.setattr(report_module, "hand_grades", lambda course, assignment: untouched)
    counts = item(data(made_up.record("ada", "right")), "why_backward")["counts"]
    assert (counts["not attempted"], counts["none"], counts["waiting"]) == (1, 0, 0)


def test_written_answers_that_nobody_has_read_have_no_share_yet(made_up, data, monkeypatch):
    untouched = {"ada": {"why_backward": HandGrade(0.0, untouched=True)}}
    monkeypatch.setattr(report_module, "hand_grades", lambda course, assignment: untouched)
    found = data(made_up.record("ada", "right"), made_up.record("bo", "right"))
    assert item(found, "why_backward")["facility"] is None


def test_the_table_has_one_row_a_student(made_up, data):
    found = data(
        made_up.record("ada", "right", "named", mended=["one", "two"], status="mended"),
        made_up.record("bö", status="needs you", reason="It is a link."),
    )
    ada, bo = rows(found)
    assert list(ada)[:4] == ["student", "status", "total", "flatten_shapes"]
    assert ada["misconceptions"] == "flat_index: column-major order"
    assert ada["mended"] == "one; two"
    assert (bo["student"], bo["total"], bo["flat_index"], bo["reason"]) == ("bö", "", "", "It is a link.")


def test_who_of_the_list_handed_nothing_in_is_named(made_up, data):
    course = made_up.course
    course.submission("new", made_up.assignment).mkdir(parents=True)
    course.gradebook.parent.mkdir(parents=True, exist_ok=True)
    with Gradebook(f"sqlite:///{course.gradebook}") as gradebook:
        for student in ("ada", "bo", "new", "<b>"):
            gradebook.add_student(student)
    course.submission("cy", made_up.assignment).mkdir(parents=True)
    # One who is neither on the list nor in submitted/ any more:
    left = made_up.record("dee", *["wrong"] * 5, submission="")
    found = data(made_up.record("ada", "right"), made_up.record("cy", "right"), left)
    assert [(row["id"], row["status"]) for row in found["students"]] == [
        ("<b>", "missing"),
        ("ada", "graded"),
        ("bo", "missing"),
        ("cy", "graded"),
    ]
    assert (found["statuses"]["missing"], found["scores"]["count"]) == (2, 2)
    last = rows(found)[2]
    assert (last["student"], last["total"], last["reason"]) == ("bo", "", "Nothing was handed in.")
    page = page_of(made_up)
    assert (
        "2 students of the list handed nothing in" in page and "<bdi>&lt;b&gt;</bdi>, <bdi>bo</bdi>." in page
    )
    assert "<dt>handed nothing in</dt><dd>2</dd>" in page and "<dt>students</dt><dd>4</dd>" in page


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "  =1", "＝1"])
def test_no_text_of_a_student_is_a_formula(made_up, data, text):
    assert no_formula(text).startswith("'")
    row = rows(data(made_up.record(text, "right", mended=[text], reason=text)))[0]
    for column in ("student", "mended", "reason"):
        assert row[column].startswith("'")


def test_the_data_are_plain(made_up, data):
    found = data(*made_up.students(12))
    assert json.loads(json.dumps(found)) == found


def test_page_and_table_are_written_and_stay_the_same(made_up):
    made_up.save(made_up.students())
    written = write_report(made_up.course, made_up.assignment)
    before = written.html.read_bytes(), written.csv.read_bytes()
    assert write_report(made_up.course, made_up.assignment) == written
    assert (written.html.read_bytes(), written.csv.read_bytes()) == before
    page = written.html.read_text(encoding="utf-8")
    assert "cache shared between two layers" in page
    assert 'href="../../course/01_flatten/01_flatten.ipynb#row-major"' in page
    assert "http://" not in page.replace("http://www.w3.org", "") and "https://" not in page
    assert len(page) < 60_000


def test_a_feedback_page_is_linked_when_it_is_there(made_up):
    made_up.save([made_up.record("a b#?", "right"), made_up.record("bo", "right")])
    path = made_up.course.feedback_page("a b#?", made_up.assignment)
    path.parent.mkdir(parents=True)
    path.touch()
    page = page_of(made_up)
    assert 'href="../feedback/a%20b%23%3F/01_flatten/01_flatten.html"' in page
    assert page.count('href="../feedback') == 1


@pytest.mark.parametrize(
    ("records", "says"),
    [
        ([("ada", ["right"] * 5)], "too few students to say"),
        ([(f"s{n}", ["right"] * 5) for n in range(12)], "undefined: no variance"),
        ([(f"s{n}", ["not attempted"] * 5) for n in range(12)], "No misunderstanding"),
        ([(f"s{n}", []) for n in range(3)], "3 submissions</a> could not be graded and need you"),
        ([("ada", []), ("bo", ["wrong"] * 5)], "1 submission</a> could not be graded and needs you"),
    ],
)
def test_odd_classes_have_sensible_pages(made_up, records, says):
    made_up.save([made_up.record(student, *kinds) for student, kinds in records])
    page = page_of(made_up)
    assert says in page
    assert not re.search(r"\bnan\b|\binf\b|=\"None\"|\bNone (of|students|points)|[({ ]None[)}]", page)


def test_before_anything_is_graded_it_says_what_to_do(made_up):
    with pytest.raises(CourseError, match="refold grade 01_flatten"):
        write_report(made_up.course, made_up.assignment)


def test_unisolated_grades_are_stamped(made_up):
    made_up.save([made_up.record("ada", "right", tier="unisolated"), made_up.record("bo", "right")])
    assert "1 of these grades" in page_of(made_up)


def test_nothing_that_a_student_made_runs(made_up, open_page):
    hostile = made_up.record(
        "<img src=x onerror=alert(1)>", *["named"] * 5, mended=[HOSTILE], stopped=[HOSTILE]
    )
    for verdict in hostile["verdicts"]:
        for part in [verdict, *verdict["outputs"]]:
            part["says"] = part["misconception"] = HOSTILE
    made_up.save([hostile | {"status": "stopped"}, made_up.record("\udcff", reason=HOSTILE)])
    opened = open_page(write_report(made_up.course, made_up.assignment).html)
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert opened.happened == []
    assert len(opened.requests) == 1
    assert opened.page.evaluate("document.querySelectorAll('script, main img, [onerror]').length") == 0
    assert "<img src=x onerror=alert(1)>" in opened.page.inner_text("main")


def test_it_fits_a_phone(made_up, open_page):
    made_up.save(made_up.students())
    opened = open_page(write_report(made_up.course, made_up.assignment).html)
    opened.page.set_viewport_size({"width": 360, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_fits_paper(made_up, open_page):
    made_up.save([*made_up.students(), made_up.record("zoe", status="stopped", stopped=["time limit"])])
    opened = open_page(write_report(made_up.course, made_up.assignment).html)
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": 672, "height": 970})  # A4 without its margins, in CSS pixels
    opened.page.evaluate("document.querySelector('.items code').textContent = 'group_normalization_backward'")
    cut = "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth).length"
    assert opened.page.evaluate(cut) == 0
