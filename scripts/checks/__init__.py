"""The checks of `make check` that no ready tool does: `python -m scripts.checks.<name>` runs one."""
