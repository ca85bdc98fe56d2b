"""The command line `lianchuang`, for people and scripts alike.

Habits of every command: `--json` gives one object on standard output, `--dry-run` changes nothing, long
work shows a progress bar on standard error; exit code 0 done, 1 refused with reasons, 2 wrong call.
"""

import os

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
try:
    django.setup()
except (ImproperlyConfigured, OSError) as fault:  # a setting nobody can understand; a folder nobody can write
    raise SystemExit(f"lianchuang: {fault}") from fault

# The commands read models, which exist only after the set-up above.
from lianchuang.config.cli.main import main

__all__ = ["main"]
