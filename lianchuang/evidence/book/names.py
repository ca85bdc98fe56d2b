"""Names of folders and files that every system can unpack: any language, no tricks."""

import re
import unicodedata

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
MOST_BYTES = 120


def safe_name(words: str, ending: str = "", most: int = MOST_BYTES) -> str:
    """The words as a name: letters of any script stay; what a system could stumble over is left out or becomes "_".

    Never empty, never hidden, never longer than `most` bytes; `ending` is put behind in place of the one it has.
    """
    text = unicodedata.normalize("NFC", words)
    text = "".join(char for char in text if unicodedata.category(char) not in HIDDEN)
    text = " ".join(FORBIDDEN.sub("_", text).split())
    if ending and text.lower().endswith(f".{ending}"):
        text = text[: -len(ending) - 1]
    room = most - len(ending.encode()) - 1
    while len(text.encode()) > room:
        text = text[:-1]
    text = text.strip(" .-~") or "_"
    if text.split(".")[0].lower() in RESERVED:
        text = f"_{text}"
    return f"{text}.{ending}" if ending else text


class Names:
    """Hands out names that differ even where large and small letters are one."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def fresh(self, folder: str, name: str) -> str:
        """folder/name, or folder/name-2 when that is taken."""
        stem, dot, ending = name.rpartition(".")
        if not dot:
            stem, ending = name, ""
        number, path = 1, f"{folder}/{name}" if folder else name
        while path.casefold() in self.taken:
            number += 1
            again = f"{stem}-{number}{dot}{ending}"
            path = f"{folder}/{again}" if folder else again
        self.taken.add(path.casefold())
        return path
