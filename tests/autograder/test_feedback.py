import re

import pytest

from autograder import files
from autograder.gradebook.hand_grades import HandGrade
from autograder.pages.feedback import WORDS, write_page

ALL_KINDS = ("right", "not attempted", "named", "partly right", "stopped")
HOSTILE = (
    "</pre></code><script>console.log('ran');alert('ran')</script>"
    "<img src=x onerror=\"console.log('ran')\"><svg onload=\"console.log('ran')\"></svg>"
    "<a href=\"javascript:console.log('ran')\">here</a><iframe src=http://example.org></iframe>"
    "<style>@import url(http://example.org)</style>{{ 7 * 7 }} \ud800 \u202e \x1b[31m \x00"
)


def text_of(path):
    """What a reader reads: the page without its tags."""
    body = path.read_text(encoding="utf-8").partition("<body>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body)).replace("&#39;", "'")


@pytest.fixture
def write(made_up):
    """Writes the page of a student with answers of these kinds, and returns its path."""

    def write(*kinds, hand=None, notebook=None, **changes):
        record = made_up.record("ada", *kinds, **changes)
        return write_page(made_up.course, record, notebook or made_up.notebook(), hand)

    return write


def test_the_page_is_where_the_course_keeps_it(made_up, write):
    assert write(*ALL_KINDS) == made_up.course.feedback_page("ada", "01_flatten")


def test_total_and_every_status_are_in_words(write):
    text = text_of(write(*ALL_KINDS))
    assert "3.5 of 16 points" in text
    assert "1 of 5 exercises right; 4 more points wait for a hand grade" in text
    for status in (*(s for s in WORDS if s not in ("given", "wrong")), "wrong"):
        assert WORDS[status] in text


def test_every_output_says_what_it_earned(write):
    text = text_of(write(*ALL_KINDS))
    assert "dX 1.5 of 1.5" in text
    assert "twice 0 of 1.5" in text


def test_a_mistake_comes_with_its_sentence_its_paragraph_and_its_picture(write):
    page = write("right", "right", "named")
    text = text_of(page)
    assert "The last axis must vary fastest" in text
    assert "Read again: Where every element goes in 01_flatten.ipynb" in text
    assert "6 of 12 elements" not in text
    assert page.read_text(encoding="utf-8").count("<svg") == 2  # the bar and the picture


def test_an_anchor_that_the_notebook_lacks_falls_back_to_the_exercise(write):
    assert "Read again: 4. Write flatten_backward" in text_of(write("right", "right", "right", "named"))


def test_no_picture_where_nothing_is_misplaced(write):
    assert write("right", "right", "wrong").read_text(encoding="utf-8").count("<svg") == 1


def test_next_steps_are_the_first_three_in_order(write):
    text = text_of(write(*ALL_KINDS))
    steps = text.partition("What to do next")[2].partition("All exercises")[0]
    assert "flat_index is still open" in steps
    assert (
        steps.index("flat_index")
        < steps.index("flatten_forward needs")
        < steps.index("flatten_backward needs")
    )
    assert "flatten_layer" not in steps
    assert "Then 1 more" in steps


def test_nothing_is_left_to_do_when_everything_is_right(write):
    assert "there is nothing to repair" in text_of(write(*["right"] * 5))


def test_a_hand_grade_and_its_comment_are_shown_and_counted(write):
    text = text_of(
        write(*["right"] * 5, hand={"why_backward": HandGrade(2.5, comment="Say why it is a <transpose>.")})
    )
    assert "18.5 of 20 points" in text
    assert "Graded by hand" in text
    assert "Say why it is a &lt;transpose&gt;." in text
    assert "wait for a hand grade" not in text


def test_an_untouched_written_answer_is_open(write):
    text = text_of(write(*["right"] * 5, hand={"why_backward": HandGrade(0.0, untouched=True)}))
    assert "why_backward is still open" in text
    assert "by hand" not in text


def test_points_that_a_teacher_changed_count(write):
    text = text_of(write("named", hand={"flatten_shapes": HandGrade(1.0)}))
    assert "1 of 2 points" in text
    assert "set the points by hand" in text


def test_mended_and_stopped_are_told(write):
    text = text_of(
        write("right", mended=["We took it from a cell without its id."], stopped=["time limit: 10 s"])
    )
    assert "We took it from a cell without its id. This cost no points." in text
    assert text.count("time limit: 10 s") == 1


def test_what_could_not_be_read_is_no_zero(made_up):
    record = made_up.record("ada", status="needs you", reason="It is no <JSON>.")
    text = text_of(write_page(made_up.course, record, None))
    assert "It is no &lt;JSON&gt;." in text
    assert "nothing is lost" in text
    assert " 0 of " not in text


def test_nothing_handed_in(made_up):
    text = text_of(write_page(made_up.course, made_up.record("ada", status="missing"), None))
    assert "No notebook was handed in" in text


def test_the_students_own_work_is_shown(made_up, write):
    notebook = made_up.notebook(
        code="y = X.T", written="Only places change.\n\n*So* does dA.", output="hello\n"
    )
    text = text_of(write(*ALL_KINDS, notebook=notebook))
    assert "y = X.T" in text
    assert "hello" in text
    assert "Only places change. *So* does dA." in text


def test_provenance_stays_with_the_teacher(write):
    page = write(*ALL_KINDS).read_text(encoding="utf-8")
    assert "id-of-the-key" not in page
    assert "hash-of-the-unit" not in page


def test_the_page_is_one_file(write):
    page = write(*ALL_KINDS).read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:src|href)="([^"]*)"|url\(([^)]*)\)""", page)
    assert all((a or b).startswith(("#", "data:image/png")) for a, b in addresses)
    assert "<script" not in page


def test_the_same_record_gives_the_same_page(write):
    kinds = ("right", "right", "wrong", "not attempted")
    assert write(*kinds).read_bytes() == write(*kinds).read_bytes()


def test_a_page_is_replaced_whole_or_not_at_all(write, monkeypatch):
    path = write("right")
    before = path.read_bytes()

    def full(*args):
        raise OSError("no space left on device")

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write("wrong")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_nothing_that_a_student_made_runs(made_up, open_page):
    notebook = made_up.notebook(code=f"x = 1 # {HOSTILE}", written=HOSTILE, output=HOSTILE)
    record = made_up.record(
        "<img src=x onerror=alert(1)>",
        *("named",) * 5,
        mended=[HOSTILE],
        stopped=[HOSTILE],
        reason=HOSTILE,
    )
    for verdict in record["verdicts"]:
        verdict["says"] = HOSTILE
    comments = {"why_backward": HandGrade(1.0, comment=HOSTILE)}
    opened = open_page(write_page(made_up.course, record, notebook, comments))
    opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert opened.happened == []
    assert len(opened.requests) == 1
    found = opened.page.evaluate(
        "document.querySelectorAll('script, iframe, [onerror], [onload], main style').length"
    )
    assert found == 0
    assert opened.page.evaluate("[...document.links].filter(a => !a.hash).length") == 0
    assert "<script>console.log('ran')" in opened.page.inner_text("main")


def test_the_policy_stops_what_escaping_would_let_through(write, open_page):
    path = write("right")
    page = path.read_text(encoding="utf-8")
    hole = "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\">"
    path.write_text(page.replace("</main>", f"{hole}<img src=http://127.0.0.1:9/></main>"), encoding="utf-8")
    opened = open_page(path)
    assert opened.page.title() == "Feedback on 01_flatten for ada"
    assert len(opened.requests) == 1
    assert "Content Security Policy" in " ".join(opened.happened)


def test_it_is_printed_dark_on_white_whatever_the_screen_shows(write, open_page):
    opened = open_page(write(*ALL_KINDS))
    opened.page.emulate_media(media="print", color_scheme="dark")
    colours = (
        "[...document.querySelectorAll('body, h1, td, pre, pre span')].map(e => getComputedStyle(e).color)"
    )
    for colour in set(opened.page.evaluate(colours)):
        assert max(map(int, re.findall(r"\d+", colour)[:3])) < 180, colour


def test_code_wider_than_the_page_is_reached_and_scrolled_by_keyboard(write, open_page):
    opened = open_page(write(*ALL_KINDS))
    wide = "[...document.querySelectorAll('pre:not(.wrap)')]"
    assert opened.page.evaluate(f"{wide}.length") > 0
    assert opened.page.evaluate(f"{wide}.every(code => code.tabIndex === 0)")


@pytest.mark.parametrize("width", [320, 360])
def test_it_fits_a_phone(write, open_page, width):
    opened = open_page(write(*ALL_KINDS, hand={"flatten_backward": HandGrade(extra=0.25)}))
    opened.page.set_viewport_size({"width": width, "height": 800})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
