"""What later cells change of an answer is found by reading each cell once, however many there are."""

import symtable

import pytest

from autograder.intake.handed_in import MAX_CELLS, defined
from autograder.intake.order import changed, imported, read_by_functions
from autograder.judging.oracle import Cell
from autograder.judging.rebinding import is_rebound, replaced

CHAIN = 2_600  # more cells than are remembered


def chain() -> list[Cell]:
    """An answer, its helper, the helper's helper, ... and the check."""
    sources = [f"def helper_{n}(): return helper_{n + 1}()" for n in range(CHAIN)]
    return [*(Cell(source, source, "other") for source in sources), Cell("it", "check('it', it)", "check")]


@pytest.mark.parametrize(("last", "changes"), [(CHAIN, True), (CHAIN // 2, True), (CHAIN + 1, False)])
def test_a_chain_of_helpers_is_followed_to_its_end(last: int, changes: bool) -> None:
    below = Cell("below", f"helper_{last} = 1", "other")
    assert is_rebound([*chain(), below], CHAIN, "helper_0") is changes


@pytest.mark.parametrize(
    "source",
    [
        *("%reset -f", "x = 1\n  %reset_selective -f ^np$", "from numpy import *", "%run mine.py"),
        *("for name in list(globals()): del globals()[name]", "exec('np = 1')", "np.sin = 3", "f.x = 1"),
        *("get_ipython().run_line_magic('reset', '-f')", "np.clear()", "np.x[1].y *= 2"),
        *("np[names[0]] = 1", "del np['x']", "x = 1; np.x = 3", "np.x, y = 1, 2", "np[\n'x'] = 1"),
    ],
)
def test_a_reset_changes_whatever_an_answer_uses(source: str) -> None:
    cells = [Cell("answer", "def f(x): return np.sin(x)", "answer"), Cell("f", "check('f', f)", "check")]
    assert is_rebound([*cells, Cell("below", source, "other")], 1, "f")
    no = ["# %reset -f", "# exec('np = 1')", "x = np.sin\nnp.sin == 3\nx[np] = 1\nprint(np.sin(x))"]
    for other in [*no, "'''\nnp.x = 1\n'''"]:
        assert not is_rebound([*cells, Cell("below", other, "other")], 1, "f")


@pytest.mark.parametrize("depth", [300, 950, 1_500, 2_900])
def test_functions_in_functions_are_read_as_deep_as_the_parser_goes(depth: int) -> None:
    deep = "lambda: " * depth
    assert read_by_functions(f"f = {deep}g") <= {"g"}  # nothing, where it is too deep for this Python


def test_what_has_another_name_uses_what_it_uses() -> None:
    """Such as an answer of a name of the student's own, which is given the one that is asked for."""
    own = "def h(x): 0\ndef twice(x): return h(x)"
    cells = [Cell("answer", own, "answer"), Cell("own", "double = twice", "other")]
    cells += [Cell("double", "check('double', double)", "check"), Cell("below", "def h(x): 1", "other")]
    assert is_rebound(cells, 2, "double") and not is_rebound(cells[:3], 2, "double")


def test_each_cell_of_a_chain_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all cells again for each link took hours of a worker's time, which no limit counts."""
    read: list[str] = []
    parse = symtable.symtable
    monkeypatch.setattr(symtable, "symtable", lambda text, *rest: read.append(text) or parse(text, *rest))
    assert not is_rebound([*chain(), Cell("below", "another = 1", "other")], CHAIN, "helper_0")
    assert 0 < len(read) <= 2 * (CHAIN + 1)  # once for what it defines, once for what its functions read
    read.clear()
    assert replaced(chain(), {"it": "helper_0"}) == {"it": set()}
    assert 0 < len(read) <= 2 * CHAIN


def test_a_helper_that_changes_under_an_answer_takes_its_place() -> None:
    cells = [
        *(Cell("a-answer", "def a(): return helper()", "answer"), Cell("own", "def helper(): 1", "other")),
        *(Cell("a", "check('a', a)", "check"), Cell("b-answer", "def helper(): 2\ndef b(): a()", "answer")),
        Cell("b", "check('b', b)", "check"),
    ]
    assert replaced(cells, {"a": "a", "b": "b"}) == {"a": set(), "b": {"a"}}


def test_what_is_tried_out_below_a_check_stands_in_the_place_of_the_answer() -> None:
    names = {"a": "a", "b": "B", "c": "c"}
    cells = [
        *(Cell("a-answer", "def a(): 1", "answer"), Cell("a", "check('a', a)", "check")),
        *(Cell("b-answer", "class B: pass", "answer"), Cell("own", "a = 2\nc = 3", "other")),
        *(Cell("b", "check('b', B)", "check"), Cell("c-answer", "def c(): 1", "answer")),
        *(Cell("more", "def B(): 0", "other"), Cell("c", "check('c', c)", "check")),
    ]
    assert replaced(cells, names) == {"a": set(), "b": {"a"}, "c": {"a", "b"}}


def test_what_is_imported_under_a_name_of_another_takes_its_place() -> None:
    """Such as the module of the next answer, or another library's softmax; not the same import once more."""
    cells = [
        Cell("a-answer", "import mine_a as mine, numpy as np\ndef a(x): return mine.a(np.exp(x))", "answer"),
        *(
            Cell("a", "check('a', a)", "check"),
            Cell("b-answer", "import numpy as np\ndef b(): a()", "answer"),
        ),
    ]
    last = [Cell("b", "check('b', b)", "check"), Cell("own", "import mine_b as mine", "other")]
    assert not is_rebound([*cells, last[0]], 1, "a")
    assert is_rebound([*cells, *last], 1, "a")
    names = {"a": "a", "b": "b"}
    assert replaced([*cells, last[0]], names) == {"a": set(), "b": set()}
    assert replaced([*cells, *last[::-1]], names) == {"a": set(), "b": {"a"}}


def test_what_a_module_sorts_changes_no_answer() -> None:
    """`np.sort(x)` ends many a cell, to show it. Right answers in whose place others stand are lent anew."""
    cells = [
        *(Cell("first", "import numpy as np", "other"), Cell("a-answer", "def a(x): np.exp(x)", "answer")),
        *(Cell("a", "check('a', a)", "check"), Cell("own", "x = np.array([2, 1])\nnp.sort(x)", "other")),
        Cell("b", "check('b', b)", "check"),
    ]
    assert replaced(cells, {"a": "a", "b": "b"}) == {"a": set(), "b": set()}
    assert not is_rebound(cells, 2, "a")


def test_what_the_cells_of_a_large_notebook_hold_is_read_once():
    """For each answer anew it took minutes, outside of the limits of a box."""
    cells = [Cell(f"c{n}", f"import m{n}\nx{n} = {n}", "other") for n in range(MAX_CELLS)]
    cells += [Cell("f-answer", "def f(): return x0", "answer"), Cell("f", "check('f', f)", "check")]
    read = (defined, imported, changed)
    is_rebound(cells, len(cells) - 1, "f")
    before = [each.cache_info().misses for each in read]
    is_rebound(cells, len(cells) - 1, "f")
    assert [each.cache_info().misses for each in read] == before
