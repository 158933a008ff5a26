"""Runs a sample monolith as its owners would: migrate, seed, serve, and ask the server one question.

What has no server does its work and is done.

``python tools/demo.py SAMPLE`` works in a temporary folder and leaves nothing behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "sample_monolith"
PATIENCE = 30.0


@dataclass(frozen=True)
class Demo:
    """How a sample is run.

    ``places`` are variables of the environment with the file or folder, below a temporary one, that each shall name;
    ``{port}`` stands for the port, ``question`` is the path that is asked for.
    """

    prepare: tuple[tuple[str, ...], ...]
    places: tuple[tuple[str, str], ...] = ()
    serve: tuple[str, ...] = ()
    question: str = ""


DEMOS = {
    "ridehailing": Demo(
        (("-m", "ridehailing", "migrate"), ("-m", "ridehailing", "seed")),
        (("RIDEHAILING_DB", "city.sqlite"),),
        ("-m", "ridehailing", "serve", "--port", "{port}"),
        "/ride/accounts/1",
    ),
    "shop": Demo(
        (("manage.py", "migrate"), ("manage.py", "seed")),
        (("SHOP_DB", "shop.sqlite"),),
        ("manage.py", "runserver", "--noreload", "127.0.0.1:{port}"),
        "/catalog/",
    ),
    "businessplatform": Demo(
        (("-m", "businessplatform", "migrate"), ("-m", "businessplatform", "seed")),
        (("BUSINESSPLATFORM_DB", "firm.sqlite"), ("BUSINESSPLATFORM_EXPORTS", "exports")),
        ("-m", "businessplatform", "serve", "--port", "{port}"),
        "/login",
    ),
    "wordprocessor": Demo((("-m", "wordprocessor", "demo"),)),
}


def main(sample: str) -> int:
    """Run one demo; 0 when the server answered, or all was done."""
    demo = DEMOS[sample]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {variable: str(Path(folder) / name) for variable, name in demo.places}
        for step in demo.prepare:
            print(f"$ python {' '.join(step)}", flush=True)
            subprocess.run([sys.executable, *step], cwd=SAMPLES / sample, env=environment, check=True)
        if not demo.serve:
            return 0
        port = _free_port()
        command = [part.format(port=port) for part in demo.serve]
        print(f"$ python {' '.join(command)} &", flush=True)
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=SAMPLES / sample,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as server:
            try:
                answer = _ask(f"http://127.0.0.1:{port}{demo.question}", server)
            finally:
                server.terminate()
    print(answer)
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(url: str, server: subprocess.Popen[bytes]) -> str:
    """Return the status and the first lines of the answer, as soon as the server listens."""
    print(f"$ curl {url}", flush=True)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with opener.open(url, timeout=PATIENCE) as answer:
                return f"{answer.status}\n{answer.read().decode('utf-8')[:400].rstrip()}"
        except urllib.error.HTTPError:
            raise
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in DEMOS:  # noqa: PLR2004  # the program and a sample
        sys.exit(f"usage: python tools/demo.py {'|'.join(DEMOS)}")
    sys.exit(main(sys.argv[1]))
