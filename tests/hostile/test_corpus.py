"""The attacks that the grader was first written against are all here, and each ends for its own reason."""

from __future__ import annotations

import pytest

from .corpus import corpus

# What ends the attack, as the comment or the record names it; "" where it runs, and earns nothing by it.
FIRST = {
    "array_protocol_frames": "",
    "ast_transformer": "",
    "big_notebook": "no more than 20 MB are opened",
    "broken_structure": "of no known kind",
    "busy_cpu_orphans": "",
    "destroy_gradebook": "",
    "disk_fill": "disk limit",
    "edit_grade_cell": "the check cell had been changed",
    "edit_other_submission": "",
    "fake_iopub_message": "",
    "grade_id_crash": "they have the released ones again",
    "hardcode_visible": "",
    "huge_stdout": "",
    "infinite_loop": "time limit",
    "inode_bomb": "disk limit",
    "invalid_json": "breaks off",
    "kill_all_user": "",
    "kill_parent": "",
    "leak_hidden_inputs": "",
    "leak_inputs_by_exception": "",
    "memory_bomb_memfd": "",
    "memory_bomb_shared": "memory limit",
    "missing_kernelspec": "which kernel",
    "net_loopback": "",
    "object_array_liar": "",
    "os_exit": "the process ended",
    "patch_builtins": "the process ended",
    "pickle_result": "",
    "poison_matplotlibrc": "",
    "poison_shm": "",
    "poison_site_packages": "",
    "proc_leak": "",
    "proto_call_gap": "",
    "proto_forge_reply": "protocol",
    "read_hidden_from_history": "",
    "shadow_module_file": "handed in beside the notebook",
    "shadow_np_name": "",
    "symlink_directory": "links are not followed",
    "symlink_file": "",
    "sys_modules_poison": "",
    "system_exit_in_test": "",
    "tamper_metadata": "the check cell had been changed",
    "weird_file_names": "which one counts?",
    "write_gradebook_self": "",
}
OTHER_REASONS = {"pipe_for_a_notebook": "no regular file", "fork_storm": "process limit"}
WRITTEN = {attack.name: attack for attack in corpus()}


def test_they_are_forty_four() -> None:
    assert len(FIRST) == 44


@pytest.mark.parametrize(("name", "ending"), (FIRST | OTHER_REASONS).items())
def test_each_is_written_and_ends_for_its_reason(name: str, ending: str) -> None:
    attack = WRITTEN[name]
    assert not attack.get("long"), "it is left to `make test-long`"
    told = [attack.get(key) for key in ("stopped", "reason", "mended") if attack.get(key)]
    assert all(ending and ending in text for text in told) and bool(told) == bool(ending)


@pytest.mark.parametrize("attack", WRITTEN.values(), ids=WRITTEN.keys())
def test_each_says_what_it_is_after(attack) -> None:
    assert attack.goal in ("marks", "leak", "damage", "poison", "dos", "resource", "crash", "xss")
    assert attack.get("tries") and attack.get("must")
    assert attack.get("status") in ("", "mended", "stopped", "needs you")
    assert bool(attack.get("reason")) == (attack.get("status") == "needs you")
