"""Lianchuang 联创: several official accreditations run as one joint campaign."""

import os

# Read by NumPy when it is first imported. Our matrices are small: several threads for one cost more than they bring, and on a busy
# machine twenty times as much (docs/decisions/i5-hints-prints.md).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
