"""What is particular to 07_attention; what every unit has to hold stands in test_every_unit.py."""

import re
import tracemalloc
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.attention import mask
from autograder.exercises.attention.sequences import K_BY_HAND, Q_BY_HAND, V_BY_HAND, drawn_sizes, numbers
from autograder.judging.demonstrations import left_out
from autograder.judging.judge import judge, output_names
from autograder.judging.oracle import Cell
from refold import MultiHeadAttention

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

UNIT = unit("07_attention")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "07_attention" / "07_attention.py"


def reference(name, *inputs):
    return UNIT[name].reference(*inputs)


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_attention_and_its_gradients_are_what_pytorch_works_out(seed, causal):
    rng = np.random.default_rng(seed)
    for m, heads, t, k, v in drawn_sizes(rng):
        arrays = numbers(rng, m, heads, t, k), numbers(rng, m, heads, t, k), numbers(rng, m, heads, t, v)
        Q, K, V = (torch.tensor(array, requires_grad=True) for array in arrays)
        A = functional.scaled_dot_product_attention(Q, K, V, is_causal=causal)
        dC = numbers(rng, *A.shape)
        A.backward(torch.tensor(dC))
        C, P = reference("attention_forward", *arrays, causal)
        same(C, A.detach())
        for mine, tensor in zip(reference("attention_backward", dC, *arrays, P), (Q, K, V), strict=True):
            same(mine, tensor.grad)


@pytest.mark.parametrize("seed", range(10))
def test_patches_are_those_that_pytorch_unfolds(seed):
    rng = np.random.default_rng(seed)
    for case in UNIT["patches"].hidden(rng):
        X, size = case.inputs["X"], case.inputs["size"]
        m, *_, channels = X.shape
        images = torch.tensor(X).permute(0, 3, 1, 2)  # channels first
        unfolded = functional.unfold(images, size, stride=size)  # (m, channels size size, patches)
        theirs = unfolded.reshape(m, channels, size * size, -1).permute(0, 3, 2, 1).reshape(m, -1, X[0].size)
        same(reference("patches", X, size).ravel(), theirs.ravel())


def test_heads_are_those_that_pytorch_chunks_and_each_is_the_way_back_of_the_other():
    rng = np.random.default_rng(0)
    for case in UNIT["split_heads"].hidden(rng):
        X, heads = case.inputs["X"], case.inputs["heads"]
        tensor = torch.tensor(X, requires_grad=True)
        A = torch.stack(tensor.chunk(heads, dim=-1), dim=1)
        dA = numbers(rng, *A.shape)
        A.backward(torch.tensor(dA))
        same(reference("split_heads", X, heads), A.detach())
        same(reference("merge_heads", dA), tensor.grad)
        same(reference("merge_heads", reference("split_heads", X, heads)), X)


@pytest.mark.parametrize("causal", [False, True])
def test_the_notation_is_that_of_the_library(causal):
    X = numbers(np.random.default_rng(1), 2, 5, 6)
    layer = MultiHeadAttention(
        3, 4, value_dim=2, use_causal_mask=causal, use_bias=False, seed=0, dtype="float64"
    )
    A = layer.forward(X)
    Q, K, V = (
        reference("split_heads", X @ layer.params[key].reshape(6, -1), 3) for key in ("Wq", "Wk", "Wv")
    )
    C, P = reference("attention_forward", Q, K, V, causal)
    same(layer.cache["P"], P.reshape(-1, 5, 5))
    same(reference("merge_heads", C) @ layer.params["Wo"].reshape(-1, 6), A)


def test_the_numbers_of_the_notebook_are_right():
    C, P = reference("attention_forward", Q_BY_HAND, K_BY_HAND, V_BY_HAND)
    same(P[0, 0] * [[3], [8], [30]], [[1, 1, 1], [1, 2, 5], [1, 4, 25]])
    same(C[0, 0], [[40, 16], [24, 21], [11.2, 23.2]])
    C, P = reference("attention_forward", Q_BY_HAND, K_BY_HAND, V_BY_HAND, True)
    same(P[0, 0] * [[1], [3], [30]], [[1, 0, 0], [1, 2, 0], [1, 4, 25]])
    same(C[0, 0, 1], [64, 16])
    found = UNIT["attention_backward"].run(
        UNIT["attention_backward"].reference, **UNIT["attention_backward"].cases[0].inputs
    )
    dQ, dK, dV = (value[0, 0] for value in dict(found).values())
    same(np.round(dQ, 2), [[0, 0, 0, 0], [-7.91, -7.91, 3, 12], [0, 0, 0, 0]])
    same(dK, [[1.5, 1.5, 0, 0], [6, 6, 0, 0], [-7.5, -7.5, 0, 0]])
    same(dV, [[1 / 8, 0], [2 / 8, 0], [5 / 8, 0]])


def test_the_table_of_patches_in_the_notebook_is_right():
    rows = re.findall(r"#.* (\d+) +(\d+) +(\d+) +(\d+) +patch \d", NOTEBOOK.read_text(encoding="utf-8"))
    same(reference("patches", np.arange(16.0).reshape(1, 4, 4, 1), 2)[0], np.array(rows, dtype=float))


def test_the_outputs_are_named_apart():
    assert output_names(UNIT["causal_mask"]) == ["weights", "weights of large scores"]
    masked = ["C with a mask", "P with a mask"]
    assert output_names(UNIT["attention_forward"]) == ["C", "P", *masked, "C of large scores"]
    assert output_names(UNIT["attention_backward"]) == ["dQ", "dK", "dV"]


@pytest.mark.parametrize("low", [-1e5, -1e9, -1e30, np.finfo(np.float64).min, -np.inf])
def test_any_number_that_hides_will_do(low):
    def masked(S):
        return np.where(np.tri(S.shape[-1]) > 0, S, low)

    assert judge(UNIT["causal_mask"], masked, rng=np.random.default_rng(0)).status == "right"


def test_scores_that_are_lowered_too_little_are_not_said_to_be_as_they_were():
    says = judge(UNIT["causal_mask"], lambda S: S - 10 * np.triu(np.ones(S.shape[-2:]), k=1)).says
    assert "weights of large scores: expected" in says and "as they were" not in says
    assert "nothing is hidden" in judge(UNIT["causal_mask"], lambda S: S.copy()).says


def test_scores_in_a_tensor_will_do():
    def in_a_tensor(S):
        later = torch.ones(S.shape[-2:]).triu(1).bool()
        return torch.tensor(S).masked_fill(later, -torch.inf)

    assert judge(UNIT["causal_mask"], in_a_tensor, rng=np.random.default_rng(0)).status == "right"


def test_scores_in_single_precision_will_do():
    def single(S):
        return mask.reference(S).astype(np.float32)

    for seed in range(5):
        verdict = judge(UNIT["causal_mask"], single, rng=np.random.default_rng(seed))
        assert verdict.status == "right", verdict.says


def test_what_is_no_array_of_scores_is_told_as_what_it_is():
    says = judge(UNIT["causal_mask"], lambda S: S.tolist()).says
    assert "raised" not in says and "expected an array of shape (1, 1, 3, 3), got a list" in says
    says = judge(UNIT["causal_mask"], lambda S: np.where(S == S, S, None)).says
    assert "raised" not in says and "got an array of dtype object" in says


@pytest.mark.parametrize(
    ("name", "told"),
    [("attention_forward", "P is asked for as well"), ("attention_backward", "dV did not come back")],
)
def test_what_is_missing_in_what_came_back_is_no_error_of_the_answer(name, told):
    def shorter(*inputs):
        return reference(name, *inputs)[:-1]

    says = judge(UNIT[name], shorter).says
    assert "raised" not in says and told in says


def test_one_array_alone_is_the_first_of_those_asked_for():
    verdict = judge(UNIT["attention_backward"], lambda *inputs: reference("attention_backward", *inputs)[0])
    assert verdict.earned == 2 and "dK did not come back" in verdict.says
    says = judge(UNIT["attention_forward"], lambda *inputs: reference("attention_forward", *inputs)[1]).says
    assert "C: expected shape (1, 1, 3, 2), got shape (1, 1, 3, 3)" in says


def test_softmax_is_taken_of_nothing_that_has_another_shape():
    tracemalloc.start()
    wide = np.broadcast_to(np.float64(0), (10**9, 10**9))
    assert dict(mask.run(lambda S: wide, np.zeros((1, 1, 2, 2))))["weights"] is wide
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20


def test_grading_trains_no_transformer_whatever_usual_names_an_answer_has():
    names = (
        "A C E K P Q S V X axes block grid head heads i image j k m n out patch row size step steps t weights"
    )
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    training = {
        cell.id for cell in cells if re.search(r"learn_to_(read|answer)\(|transformer\(", cell.source)
    }
    assert len(training) == 4 and training <= left_out(cells, [exercise.name for exercise in UNIT.exercises])
