"""``python -m seamline``, and ``seamline``: the command line as the whole of a process."""

from __future__ import annotations

import gc
import os
import sys

from seamline.cli.interrupts import INTERRUPTED, NOTHING_WRITTEN, Interrupts


def run() -> int:
    """Run the command line; Ctrl-C ends it from here on."""
    gc.disable()  # a run makes millions of small records and no garbage: to look for some takes a tenth of its time
    with Interrupts() as interrupts:
        try:
            from seamline.cli.main import main

            code = main(interrupts=interrupts)
        except KeyboardInterrupt:
            sys.stderr.write(f"seamline: {NOTHING_WRITTEN}\n")
            code = INTERRUPTED
        if code == INTERRUPTED:  # Python's own end may become one by the signal, or be broken into by the next one
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(run())
