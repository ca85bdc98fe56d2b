"""Writing notices, choices and messages. What people decide leaves an entry; the chores of the worker leave none."""

from lianchuang.notices.actions.choosing import choose_notices, remove_robot, run_task_now, set_robot

__all__ = ["choose_notices", "remove_robot", "run_task_now", "set_robot"]
