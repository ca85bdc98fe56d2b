"""The worker: runs what is due, again and again, until it is told to stop."""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.jobs.actions import enrol, run_due

PAUSE = 5.0  # seconds between two looks
log = logging.getLogger(__name__)


def work(stopped: threading.Event, pause: float = PAUSE) -> None:
    """Look every few seconds for what is due, until `stopped` is set. A database that is away is waited for."""
    token, enrolled = str(new_id()), False
    while not stopped.is_set():
        close_old_connections()
        try:
            if not enrolled:
                enrol(clock.now())
                enrolled = True
            for _ran in run_due(clock.now(), token):
                if stopped.is_set():
                    break
        except DatabaseError as fault:
            log.warning("the database does not answer, the worker waits: %s", fault)
        stopped.wait(pause)
    connection.close()


class Worker:
    """The worker as a thread beside the server."""

    def __init__(self, pause: float = PAUSE) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=work, args=(self._stopped, pause), name="worker", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self, patience: float = 20.0) -> bool:
        """Finish the task at hand and end; False when that takes longer than the patience (it is done again later)."""
        self._stopped.set()
        self._thread.join(patience)
        return not self._thread.is_alive()
