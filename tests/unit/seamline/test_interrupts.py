"""Ctrl-C ends a run with one line and 130, wherever it comes."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from seamline.cli.interrupts import Interrupts

# What Ctrl-C meets in place of the analysis. The sleep ends long after the test has given up.
IN_PLACE_OF_THE_ANALYSIS = """
import signal, sys, time, weakref
import analyzer.pipeline
from seamline.__main__ import run

class Some: pass

def press():
    signal.raise_signal(signal.SIGINT)

def lost(times):
    for _ in range(times):
        some = Some()
        held = weakref.ref(some, lambda _: press())
        del some

def in_code():
    press()

def in_a_callback():  # every import ends with one
    lost(1)

def in_callbacks():
    lost(30)

def as_another_error():  # as a module written in C makes of it
    try:
        press()
    except KeyboardInterrupt:
        raise ImportError("initialization failed")

def twice():
    try:
        press()
    finally:
        press()

def through_code_in_a_text():  # Python then would end by the signal, whatever the exit code
    exec("press()", globals())

def analyze(*_):
    globals()[place]()
    time.sleep(600)

analyzer.pipeline.analyze = analyze
place = sys.argv.pop()
sys.argv += ["analyze", "."]
sys.exit(run())
"""


@pytest.mark.parametrize(
    "place", ["in_code", "in_a_callback", "in_callbacks", "as_another_error", "twice", "through_code_in_a_text"]
)
def test_ctrl_c_is_obeyed_and_said_in_one_line(place: str) -> None:
    command = [sys.executable, "-c", IN_PLACE_OF_THE_ANALYSIS, place]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 130
    assert run.stderr.strip() == "seamline: interrupted; nothing was written"


def test_what_was_set_up_before_is_there_again() -> None:
    handler, hook = signal.getsignal(signal.SIGINT), sys.unraisablehook
    with Interrupts() as interrupts:
        assert not interrupts.pressed
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == (handler, hook)


def test_whoever_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    said = "import signal, sys\nfrom seamline.cli.interrupts import Interrupts\nsignal.signal(2, signal.SIG_IGN)\n"
    said += "with Interrupts() as interrupts:\n    signal.raise_signal(2)\nprint(interrupts.pressed)\n"
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, timeout=120, check=True)
    assert (run.stdout, run.stderr) == ("False\n", "")


def test_other_threads_have_no_say_in_it() -> None:
    before, seen = signal.getsignal(signal.SIGINT), []

    def run() -> None:
        with Interrupts():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [before]
