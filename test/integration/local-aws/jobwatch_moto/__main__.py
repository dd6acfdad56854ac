"""python3 -m jobwatch_moto PORT [--host 127.0.0.1]: the local AWS, until SIGTERM or until its parent is gone."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time

from . import bootstrap, changes, functions, server, sns, sqs, stacks, states
from . import cloudwatch, scheduler  # noqa: F401 (their types register themselves)


def _stop_with(parent: int) -> None:
    """A test run that was killed must not leave a server behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="jobwatch_moto", description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    os.environ["MOTO_PORT"] = str(arguments.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
    for part in (stacks, changes, sns, sqs, states, functions, bootstrap):
        part.install()
    server.serve(arguments.host, arguments.port)


main()
