"""Mathematics only. Matrices here are small: more threads for one cost more than they bring, and much more on a busy machine."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by NumPy when it is first imported
