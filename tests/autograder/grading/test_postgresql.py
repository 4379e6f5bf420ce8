"""nbgrader's gradebook on a PostgreSQL server: a throw-away one, started here, as the user that is nobody."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from autograder.cli import main
from autograder.errors import CourseError
from autograder.gradebook import recorder
from autograder.gradebook.database import in_words
from autograder.gradebook.hand_grades import HandGrade, hand_grades
from autograder.grading.grade import Summary
from autograder.pages.report import report_data

PASSWORD = "a-secret/of:the@course"
QUOTED = "a-secret%2Fof%3Athe%40course"
NOBODY = 65534


@dataclass
class Server:
    """A server that listens on a socket in its folder."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str, password: str = QUOTED) -> str:
        return f"postgresql+psycopg://grader:{password}@/{database}?host={self.folder}"

    def create(self, database: str) -> str:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{database}"'))
        engine.dispose()
        return self.url(database)


def programs() -> Path:
    """The folder of `initdb` and `postgres`, which Debian does not put on the path."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        pytest.skip("there is no PostgreSQL server on this machine")
    return folders[-1]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    bin = programs()
    folder = Path(tempfile.mkdtemp(prefix="refold-pg-", dir="/tmp"))  # the name of a socket must be short
    try:
        log = start(bin, folder)
        yield log
        log.process.send_signal(2)
        log.process.wait(60)
    finally:
        shutil.rmtree(folder)


def start(bin: Path, folder: Path) -> Server:
    """A fresh server, by another user where we are root, whom PostgreSQL refuses."""
    user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    if user:
        for path in (folder, folder / "password"):
            os.chown(path, NOBODY, NOBODY)
    data = str(folder / "data")
    make = [bin / "initdb", "-D", data, "-U", "grader", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"]
    make += [f"--pwfile={folder / 'password'}", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=folder, **user)
    serve = [bin / "postgres", "-D", data, "-k", str(folder), "-c", "listen_addresses=", "-c", "fsync=off"]
    log = open(folder / "log", "wb")  # noqa: SIM115
    process = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log, **user)
    log.close()
    server = Server(folder, process)
    deadline = time.monotonic() + 120
    while not listens(folder):
        assert process.poll() is None and time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.1)
    return server


def listens(folder: Path) -> bool:
    """Whether the server lets anybody in: its log says so, a socket alone does not."""
    if "ready to accept connections" not in (folder / "log").read_text(encoding="utf-8", errors="replace"):
        return False
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(f"{folder}/.s.PGSQL.5432") == 0


@pytest.fixture
def book(server: Server, tiny: Any, tmp_path: Path) -> str:
    """The tiny course with its gradebook on the server, in a database of its own."""
    url = server.create(tmp_path.name)
    write_config(tiny.course.root, url)
    return url


def write_config(root: Path, url: str) -> None:
    (root / "nbgrader_config.py").write_text(
        "from autograder.nbgrader_config import configure\n"
        "c = get_config()\n"
        "configure(c, __file__)\n"
        f"c.CourseDirectory.db_url = {url!r}\n",
        encoding="utf-8",
    )


def statuses(summary: Summary) -> dict[str, tuple[str, float, bool]]:
    return {row.student: (row.status, row.earned, row.changed) for row in summary.rows}


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    found = inspect(engine).get_table_names()
    engine.dispose()
    return found


def rows(url: str) -> list[tuple[Any, ...]]:
    """All grades and comments."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [
            tuple(row)
            for table in ("grade", "comment", "submitted_assignment")
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))
        ]
    engine.dispose()
    return found


def test_a_class_is_graded_and_grades_given_by_hand_stay(
    book: str, tiny: Any, grade_class: Callable[..., Summary]
) -> None:
    tiny.hand_in("ada")
    tiny.hand_in("bo", tiny.notebook(double="def double(x):\n    return x**2", written="Since."))
    tiny.hand_in("cy", b"no notebook")
    assert statuses(grade_class()) == {
        "ada": ("graded", 5, True),
        "bo": ("graded", 0, True),
        "cy": ("needs you", 0, True),
    }
    assert not tiny.course.gradebook.exists()
    before = rows(book)
    assert not any(row.changed for row in grade_class().rows) and rows(book) == before

    with Gradebook(book) as gradebook:
        at = (tiny.assignment, tiny.assignment, "bo")
        grade: Any = gradebook.find_grade("why", *at)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 0.5, False
        comment: Any = gradebook.find_comment("why", *at)
        comment.manual_comment = "Good; see § 2."
        gradebook.db.commit()
    given = {"bo": {"why": HandGrade(3.0, 0.5, "Good; see § 2.")}}
    assert statuses(grade_class(regrade=True))["bo"] == ("graded", 0, True)
    found = hand_grades(tiny.course, tiny.assignment)
    assert found["bo"] == given["bo"]
    page = tiny.course.feedback_page("bo", tiny.assignment).read_text(encoding="utf-8")
    assert "Good; see § 2." in page and "Twice x is x + x" in page
    reported = {each["id"]: each for each in report_data(tiny.course, tiny.assignment)["students"]}
    assert reported["bo"]["total"] == 3.5


def test_nbgrader_exports_what_was_graded(book: str, tiny: Any, grade_class: Callable[..., Summary]) -> None:
    tiny.hand_in("ada")
    grade_class()
    export = [sys.executable, "-m", "nbgrader", "export", "--to", "grades.csv"]
    done = subprocess.run(export, cwd=tiny.course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr and QUOTED not in done.stdout + done.stderr
    with open(tiny.course.root / "grades.csv", encoding="utf-8", newline="") as file:
        exported = list(csv.DictReader(file))
    assert [(row["student_id"], row["score"], row["max_score"]) for row in exported] == [
        ("ada", "5.0", "9.0")
    ]


def test_a_dry_run_makes_no_table(book: str, tiny: Any, grade_class: Callable[..., Summary]) -> None:
    tiny.hand_in("ada")
    assert statuses(grade_class(dry_run=True))["ada"][2]
    assert tables(book) == []


@pytest.fixture
def cut(server: Server, book: str) -> Callable[..., None]:
    """Ends every connection to the gradebook, as a server does that is restarted."""

    def cut(*_: Any) -> None:
        engine = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            name = book.split("@/")[1].split("?")[0]
            ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ends), {"name": name})
        engine.dispose()

    return cut


def test_the_server_goes_between_two_transactions(
    cut: Callable[..., None], tiny: Any, grade_class: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "TOGETHER", 1)
    for student in ("ada", "bo"):
        tiny.hand_in(student)
    assert [row.changed for row in grade_class(progress=cut).rows] == [True, True]
    assert not any(row.changed for row in grade_class().rows)


def test_the_server_goes_in_a_transaction_and_the_next_run_does_the_rest(
    cut: Callable[..., None], tiny: Any, grade_class: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bo"):
        tiny.hand_in(student)
    with monkeypatch.context() as patch, pytest.raises(OperationalError) as raised:
        patch.setattr(recorder, "save_notebook", cut)
        grade_class()
    assert in_words(raised.value).startswith("The gradebook cannot be used: ")
    assert not tiny.course.record("ada", tiny.assignment).exists(), (
        "only what is in the gradebook has a record"
    )
    assert [row.changed for row in grade_class().rows] == [True, True]
    assert not any(row.changed for row in grade_class().rows)


HOLDS = """
import sys
from pathlib import Path
from autograder.course import Course
from autograder.grading.lock import only_writer
with only_writer(Course(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_elsewhere_says_who_is_at_work_and_stops(
    book: str, tiny: Any, grade_class: Callable[..., Summary]
) -> None:
    """The other one has another folder, so that no file keeps them apart; killed, it holds nothing."""
    tiny.hand_in("ada")
    command = [sys.executable, "-c", HOLDS, str(tiny.course.root)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdin and other.stdout and other.stdout.readline() == b"held\n"
    with pytest.raises(CourseError, match=f"on this gradebook: process {other.pid} on .*, since 20"):
        grade_class()
    assert statuses(grade_class(dry_run=True))["ada"][2], "a dry run asks nobody"
    assert tables(book) == [] and not tiny.course.record("ada", tiny.assignment).exists()
    other.kill()
    other.communicate()
    for _ in range(100):  # until the server has seen it
        try:
            assert statuses(grade_class())["ada"][2]
            return
        except CourseError:
            time.sleep(0.1)
    pytest.fail("the lock was not let go")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("/tmp/refold-pg-", "/tmp/refold-no-"), "The gradebook cannot be used"),
        ((QUOTED, QUOTED + "x"), "password authentication failed"),
        (("/test", "/no-test"), "does not exist"),
        (("postgresql+psycopg", "postgresql+nothing"), "no address of a database"),
        (("postgresql+psycopg", "postgresql+asyncpg"), "which is not installed"),
        (("postgresql+psycopg:", "postgresql+psycopg"), "no address of a database"),
    ],
)
def test_what_goes_wrong_is_said_without_the_password(
    book: str, tiny: Any, change: tuple[str, str], says: str
) -> None:
    tiny.hand_in("ada")
    write_config(tiny.course.root, book.replace(*change))
    command = ["grade", tiny.assignment, "--course", str(tiny.course.root)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2, done.output
    assert says in done.output and "Traceback" not in done.output
    assert PASSWORD not in done.output and QUOTED not in done.output
