from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from analyzer.source.workers import WorkerLostError, in_order

HERE = Path(__file__).parent

INTERRUPTED_ANYWHERE = """
import multiprocessing, os, signal, sys
from analyzer.source.workers import in_order
from test_workers import square

def pressing(at):
    seen = 0
    def look(frame, event, _):  # where Python looks at signals: after calls of C, at the start of its own functions
        nonlocal seen
        if event in ("call", "c_return") and frame.f_code.co_name != "<module>":
            seen += 1
            if seen == at:
                sys.setprofile(None)
                os.killpg(0, signal.SIGINT)
    return look

os.register_at_fork(after_in_child=lambda: sys.setprofile(None))
first, step = int(sys.argv[1]), int(sys.argv[2])
for at in range(first, 100_000, step):
    found = in_order(square, range(60), 2)
    said = "done"
    try:
        sys.setprofile(pressing(at))
        list(found)
    except KeyboardInterrupt:
        said = "interrupted"
    untold = sys.getprofile() is not None
    sys.setprofile(None)
    found.close()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == set(), at
    if untold:
        break
    print(at, said)
"""

KILLED = """
import multiprocessing, os, signal
from analyzer.source.workers import in_order
from test_workers import square
found = in_order(square, range(1000), 3)
next(found)
print(*(child.pid for child in multiprocessing.active_children()), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def stuck_past_20(number: int) -> int:
    if number > 20:
        time.sleep(600)
    return number


def wrong_at_30(number: int) -> int:
    if number == 30:
        raise LookupError(number)
    return number


def killed_at_30(number: int) -> int:
    if number == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def script(text: str, *arguments: str) -> subprocess.Popen[str]:
    """One of its own, so that this process has one thread and its workers are forked."""
    paths = os.pathsep.join((str(Path.cwd()), str(HERE)))
    return subprocess.Popen(
        [sys.executable, "-c", text, *arguments],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_from_as_many_processes_as_wanted(jobs: int) -> None:
    found = list(in_order(square, range(200), jobs))
    assert [result for result, _ in found] == [number * number for number in range(200)]
    processes = {process for _, process in found}
    assert len(processes) <= jobs
    assert (os.getpid() in processes) == (jobs == 1)


def test_a_few_items_are_not_worth_a_pool() -> None:
    assert {process for _, process in in_order(square, range(5), 4)} == {os.getpid()}


def test_no_more_processes_begin_than_there_are_chunks() -> None:
    found = in_order(square, range(24), 50)
    next(found)
    assert len(multiprocessing.active_children()) <= 2
    found.close()


def test_the_workers_are_gone_with_the_last_result() -> None:
    assert len(list(in_order(square, range(100), 2))) == 100
    assert multiprocessing.active_children() == []


def test_whoever_wants_no_more_waits_for_no_work() -> None:
    found = in_order(stuck_past_20, range(100), 2)
    assert next(found) == 0
    found.close()
    assert multiprocessing.active_children() == []


def test_an_error_comes_in_its_turn_and_says_where_it_was() -> None:
    found = in_order(wrong_at_30, range(100), 2)
    assert [next(found) for _ in range(24)] == list(range(24))
    with pytest.raises(LookupError) as caught:
        list(found)
    assert caught.value.args == (30,)
    assert "in wrong_at_30" in caught.value.__notes__[0]
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_ends_it() -> None:
    with pytest.raises(WorkerLostError, match="-9"):
        list(in_order(killed_at_30, range(100), 2))
    assert multiprocessing.active_children() == []


def test_other_threads_may_do_it_too() -> None:
    found: list[tuple[int, int]] = []
    thread = threading.Thread(target=lambda: found.extend(in_order(square, range(60), 2)))
    thread.start()
    thread.join()
    assert [result for result, _ in found] == [number * number for number in range(60)]
    assert os.getpid() not in {process for _, process in found}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="interrupts a group of processes")
@pytest.mark.parametrize("first", range(3))
def test_ctrl_c_may_come_anywhere(first: int) -> None:
    run = script(INTERRUPTED_ANYWHERE, str(1 + first * 5), "15")
    said, problems = run.communicate(timeout=300)
    assert run.returncode == 0, problems
    outcomes = [line.split()[1] for line in said.splitlines()]
    assert len(outcomes) > 30
    lost = problems.count("KeyboardInterrupt")  # in a callback, where Python drops it
    assert outcomes.count("done") <= lost


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills")
def test_workers_do_not_outlive_a_process_that_is_killed() -> None:
    run = script(KILLED)
    said, _ = run.communicate(timeout=60)  # ends when nobody has its output open any more
    assert len(said.split()) == 3
    until = time.monotonic() + 60
    while any(running(int(process)) for process in said.split()) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(running(int(process)) for process in said.split())


def running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
