"""What did certain functions take, in CPU seconds?"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


class Clock:
    """Adds up what the functions took that it was put around; none of them may call another one."""

    def __init__(self) -> None:
        self.cost = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same and is counted."""

        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self.cost += time.process_time() - start

        return timed
