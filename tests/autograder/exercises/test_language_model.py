"""What is particular to 11_language_model; what every unit has to hold stands in test_every_unit.py."""

import random
import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.judging.demonstrations import left_out
from autograder.judging.judge import judge, output_names
from autograder.judging.lending import is_little
from autograder.judging.oracle import Cell
from refold import MultiHeadAttention

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

UNIT = unit("11_language_model")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "11_language_model" / "11_language_model.py"
SEEDS = range(10)


def reference(id, *inputs):
    return UNIT[id].reference(*inputs)


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


def drawn(id, seed):
    """The hidden inputs of an exercise, all in double precision."""
    for case in UNIT[id].hidden(np.random.default_rng(seed)):
        yield [
            each.astype(np.float64) if getattr(each, "dtype", None) == np.float32 else each
            for each in case.inputs.values()
        ]


def replaced_in_a_text(ids, pair, new):
    """Each id is a letter, and Python replaces one text by another."""
    return [ord(letter) for letter in "".join(map(chr, ids)).replace("".join(map(chr, pair)), chr(new))]


@pytest.mark.parametrize("seed", SEEDS)
def test_merging_is_replacing_in_a_text(seed):
    for ids, pair, new in drawn("merge_pair", seed):
        assert reference("merge_pair", ids, pair, new) == replaced_in_a_text(ids, pair, new)
    assert judge(UNIT["merge_pair"], replaced_in_a_text, rng=np.random.default_rng(seed)).status == "right"


@pytest.mark.parametrize("seed", SEEDS)
def test_gradients_are_those_of_pytorch(seed):
    for dA, ids, vocabulary in drawn("embedding_gradient", seed):
        W = torch.zeros((vocabulary, dA.shape[-1]), dtype=torch.float64, requires_grad=True)
        functional.embedding(torch.tensor(ids), W).backward(torch.tensor(dA))
        same(reference("embedding_gradient", dA, ids, vocabulary), W.grad)
    for Z, ids in drawn("next_token_loss", seed):
        scores = torch.tensor(Z, requires_grad=True)
        theirs = functional.cross_entropy(scores[:, :-1].mT, torch.tensor(ids[:, 1:]))
        theirs.backward()
        loss, dZ = reference("next_token_loss", Z, ids)
        same(loss, theirs.item())
        same(dZ, scores.grad)


@pytest.mark.parametrize("seed", SEEDS)
def test_probabilities_are_those_of_pytorch(seed):
    for z, temperature, top_k in drawn("next_probabilities", seed):
        best = torch.tensor(z).topk(top_k)
        theirs = torch.zeros(len(z), dtype=torch.float64)
        theirs[best.indices] = functional.softmax(best.values / temperature, dim=0)
        p = reference("next_probabilities", z, temperature, top_k)
        same(p, theirs)
        assert np.count_nonzero(p) == top_k


class Fixed(random.Random):
    """Python's own draws, for one number."""

    def __init__(self, u):
        super().__init__()
        self.u = u

    def random(self):
        return self.u


@pytest.mark.parametrize("seed", SEEDS)
def test_the_draw_is_that_of_python(seed):
    for p, u in drawn("pick", seed):
        assert [reference("pick", p, u)] == Fixed(u).choices(range(len(p)), weights=p)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_is_the_last_one_of_pytorchs_attention(seed):
    for q, k, v, keys, values in drawn("attend_next", seed):
        c, keys, values = reference("attend_next", q, k, v, keys, values)
        theirs = functional.scaled_dot_product_attention(
            *(torch.tensor(a) for a in (q[:, None], keys, values))
        )
        same(c, theirs[:, 0])


def test_step_by_step_comes_what_the_library_works_out_at_once():
    X = np.random.default_rng(0).normal(size=(1, 7, 6))
    layer = MultiHeadAttention(3, 4, value_dim=2, use_causal_mask=True, seed=0, dtype="float64")
    A, P = layer.forward(X), layer.params
    keys, values = np.zeros((3, 0, 4)), np.zeros((3, 0, 2))
    for x, a in zip(X[0], A[0], strict=True):
        q, k, v = (np.einsum("n,nhk->hk", x, P[f"W{part}"]) + P[f"b{part}"] for part in "qkv")
        c, keys, values = reference("attend_next", q, k, v, keys, values)
        same(np.einsum("hv,hvn->n", c, P["Wo"]) + P["bo"], a)


def table(part):
    """The worked examples of a part of the notebook, block by block, line by line."""
    text = NOTEBOOK.read_text(encoding="utf-8").partition(f"## Part {part} ")[2].partition("# ## Part ")[0]
    blocks = re.findall(r"# ```\n(.*?)# ```", text, re.S)
    return [[line[2:].rstrip() for line in block.splitlines() if line[2:].strip()] for block in blocks]


def numbers(text):
    """Whole numbers, fractions and logarithms, as they are written: 2/8, ln 5."""
    found = re.findall(r"(ln )?(?<![\w.])(-?\d+)(?:/(\d+))?(?![\w/])", text)
    return [(np.log(int(a)) if ln else int(a)) / (int(b) if b else 1) for ln, a, b in found]


def first_case(id):
    return UNIT[id].cases[0].inputs


def test_the_word_of_the_notebook_is_merged_correctly():
    (letters, before, marks, after, spelt), _ = table(1)
    named = dict(zip(letters.split(), before.split(), strict=True))
    assert {letter: int(id) for letter, id in named.items()} == {"a": 1, "b": 2, "n": 3}
    assert numbers(before) == list(first_case("merge_pair")["ids"])
    assert first_case("merge_pair")["pair"] == tuple(numbers(marks)[:2])
    assert reference("merge_pair", *first_case("merge_pair").values()) == numbers(after)
    assert spelt.split() == ["an" if id == 4 else "_abn"[int(id)] for id in numbers(after)]


def test_the_rows_of_the_notebook_hear_what_they_should():
    rows = [numbers(line.partition("id ")[0]) for line in table(2)[0][1:]]
    ids, dA, dW = [row[0] for row in rows[:3]], [row[1:3] for row in rows[:3]], [row[-2:] for row in rows]
    inputs = first_case("embedding_gradient")
    assert inputs["ids"].tolist() == [ids] and inputs["dA"].tolist() == [dA]
    same(reference("embedding_gradient", *inputs.values()), dW)


def test_the_loss_of_the_notebook_is_right():
    _, scores, slopes = table(3)
    inputs = first_case("next_token_loss")
    loss, dZ = reference("next_token_loss", *inputs.values())
    step, p = [numbers(line) for line in scores[1:]], []
    for t, row in enumerate(step):
        assert row[0] == t
        same(row[1:4], inputs["Z"][0, t])
        if t < 2:
            p.append(row[4:7])
            assert row[7] == inputs["ids"][0, t + 1]
            same(sum(p[t]), 1)
    same(p, np.exp(inputs["Z"][0, :2]) / np.exp(inputs["Z"][0, :2]).sum(axis=1, keepdims=True))
    same(loss, np.log(24 / 5) / 2)
    assert (round(loss, 3), round(float(np.exp(loss)), 2)) == (0.784, 2.19)
    same([numbers(line)[1:4] for line in slopes[1:]], dZ[0])


def test_the_probabilities_of_the_notebook_are_right():
    hot, cold = table(4)[0][1:]
    z = first_case("next_probabilities")["z"]
    same(numbers(hot)[-3:], reference("next_probabilities", z, 1.0, 3))
    same(numbers(cold)[-3:], reference("next_probabilities", z, 0.5, 3))
    same([0, 2 / 7, 5 / 7], reference("next_probabilities", z, 1.0, 2))


def test_the_draws_of_the_notebook_are_right():
    p = first_case("pick")["p"]
    assert [reference("pick", p, u) for u in (0.2, 0.7, 3 / 8)] == [1, 2, 2]
    same(numbers(table(5)[0][0]), [0, *np.cumsum(p)])


def test_the_step_of_the_notebook_is_right():
    inputs = first_case("attend_next")
    lines = table(6)[0]
    rows = [numbers(line) for line in lines[1:4]]
    c, keys, values = reference("attend_next", *inputs.values())
    same([row[:4] for row in rows], keys[0])
    same([row[4:6] for row in rows], values[0])
    scores = keys[0] @ inputs["q"][0] / 2
    same([row[6] for row in rows], scores)
    same([row[7] for row in rows], np.exp(scores) / np.exp(scores).sum())
    assert numbers(lines[-1]) == [*inputs["q"][0], *c[0]]


def test_the_outputs_are_named_apart():
    assert output_names(UNIT["merge_pair"]) == ["ids", "ids where a token meets itself"]
    assert len(output_names(UNIT["next_token_loss"])) == UNIT["next_token_loss"].points
    assert len(output_names(UNIT["next_probabilities"])) == UNIT["next_probabilities"].points
    assert output_names(UNIT["pick"]) == ["token", "token on a border"]
    assert output_names(UNIT["attend_next"]) == ["c", "keys", "values", "c of large scores"]


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_ids_may_come_back_as_a_list_a_tuple_or_an_array(kind):
    def answer(ids, pair, new):
        return kind(reference("merge_pair", ids, pair, new))

    assert judge(UNIT["merge_pair"], answer, rng=np.random.default_rng(0)).status == "right"


@pytest.mark.parametrize("other", ["a b", [1.5], {"a": 1}, 3, None, [[1], [2]]])
def test_what_is_no_list_of_ids_is_told(other):
    verdict = judge(UNIT["merge_pair"], lambda ids, pair, new: other)
    assert verdict.earned == 0
    assert "expected a list of 4" in verdict.says or "giving anything back" in verdict.says


def test_a_query_that_was_changed_is_told():
    def answer(q, k, v, keys, values):
        found = reference("attend_next", q, k, v, keys, values)
        q *= 0.001
        return found

    told = {output.name: output.says for output in judge(UNIT["attend_next"], answer).outputs}
    assert "the input q was changed in place" in told["c of large scores"]


def test_what_would_take_the_grader_long_is_not_lent():
    """Small arguments of which NumPy makes many numbers: a row for each id, a score for each temperature, or
    for each place among scores on several axes, which it takes for places of the first."""
    dA, ids = np.zeros((1, 1, 1_000_000)), np.zeros((1, 1000), dtype=int)
    assert not is_little(UNIT["embedding_gradient"], dA, ids, 1)
    assert is_little(UNIT["embedding_gradient"], np.zeros((2, 48, 32)), np.zeros((2, 48), dtype=int), 56)
    assert not is_little(UNIT["next_probabilities"], np.zeros(10_000), np.ones((10_000, 1)), 5)
    assert not is_little(UNIT["next_probabilities"], np.zeros((1, 100_000, 1)), 0.7, 0)
    assert is_little(UNIT["next_probabilities"], np.zeros(56), 0.7, 5)


def test_a_number_in_the_first_part_picks_the_first_token():
    """An answer that looks for the last border at or below u, and finds none, is not right."""

    def answer(p, u):
        return int(np.flatnonzero(np.cumsum(p) <= u)[-1]) + 1

    verdicts = [judge(UNIT["pick"], answer, rng=rng) for rng in (None, np.random.default_rng(0))]
    assert [verdict.earned for verdict in verdicts] == [0, 0]


def test_grading_trains_no_language_model_whatever_usual_names_an_answer_has():
    names = (
        "A C E K P S T V W Z a b begin best c chances count counts cumulative d dA dW dZ e end exp found h"
    )
    names += (
        " heads i id ids j k keys kept log_p loss logits m mask merged model n new p pair probabilities q"
    )
    names += (
        " result right row s scores shifted start steps sums t targets temperature text token tokens top_k"
    )
    names += " total u v values vocabulary weights words x y z"
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    shown = {cell.id for cell in cells if cell.role == "demonstration"}
    assert len(shown) == 6 and shown == left_out(cells, [exercise.name for exercise in UNIT.exercises])
