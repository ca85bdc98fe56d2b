"""Photos as they are printed: shrunk once, and kept beside the photo itself. The photo is never changed."""

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

WIDTH, HEIGHT = 720, 486  # 76 mm at 240 dots an inch
QUALITY = 80
AT_ONCE = 2  # Pillow lets go of the interpreter while it decodes
SUFFIX = ".print"


def shrink(content: bytes) -> bytes:
    """A photo cut to the shape of its frame and made small enough for paper, as JPEG without what the camera wrote."""
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", (WIDTH, HEIGHT))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        buffer = io.BytesIO()
        ImageOps.fit(upright, (WIDTH, HEIGHT), Image.Resampling.BILINEAR, centering=(0.5, 1.0)).save(
            buffer, "JPEG", quality=QUALITY
        )
    return buffer.getvalue()


def print_copy(path: str) -> bytes:
    """The print copy of the stored photo at that path; made when it is asked for first. Raises FileNotFoundError."""
    kept = f"{path}{SUFFIX}"
    if default_storage.exists(kept):
        with default_storage.open(kept) as file:
            return bytes(file.read())
    with default_storage.open(path) as file:
        content = shrink(file.read())
    if not default_storage.exists(kept):
        default_storage.save(kept, ContentFile(content))
    return content


def print_copies(paths: Sequence[str]) -> Iterator[bytes]:
    """The print copies, in order; a few at once, never all in memory before they are asked for."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting: Iterable[str] = iter(paths)
        running = [pool.submit(print_copy, path) for path in islice(waiting, 2 * AT_ONCE)]
        while running:
            yield running.pop(0).result()
            running += [pool.submit(print_copy, path) for path in islice(waiting, 1)]
