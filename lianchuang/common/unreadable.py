"""The one way in which a foreign file fails as a whole."""

import zipfile
import zlib

# What the standard library raises while it unpacks an archive that is broken, cut off, locked, or packed in a way it does not know.
ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)


class UnreadableTable(ValueError):
    """The file as a whole cannot be read; the message is a sentence in the reader's language."""
