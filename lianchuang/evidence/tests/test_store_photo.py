"""Storing photos: once by content, small pictures, camera's notes, and files made to harm."""

import io
import struct
import zlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from lianchuang.audit.access import visible_entries
from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.ids import new_id
from lianchuang.common.refusals import Invalid
from lianchuang.evidence.actions import store_photo
from lianchuang.evidence.models import StoredFile
from lianchuang.evidence.queries import open_content, open_thumb, photo_response
from lianchuang.evidence.rules import MOST_BYTES
from tests.cast import Cast, photo_bytes


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **more: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind, **more)
    return buffer.getvalue()


def keep(cast: Cast, content: bytes) -> StoredFile:
    return store_photo(content=content, by=cast.inspector.actor, at=clock.now())


def bare_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_it_keeps_content_and_a_small_picture(cast: Cast, kind: str, media_type: str) -> None:
    content = picture(kind)
    stored = keep(cast, content)
    assert (stored.media_type, stored.width, stored.height, stored.size) == (media_type, 800, 600, len(content))
    with open_content(stored) as kept, open_thumb(stored) as small:
        assert kept.read() == content
        with Image.open(small) as thumb:
            assert (thumb.format, max(thumb.size)) == ("WEBP", 320)


def test_the_same_content_is_kept_once(cast: Cast) -> None:
    content = photo_bytes()
    first, entries = keep(cast, content), Entry.objects.count()
    assert keep(cast, content) == first
    assert (StoredFile.objects.count(), Entry.objects.count()) == (1, entries)


def test_half_written_content_is_written_again(cast: Cast) -> None:
    content = photo_bytes()
    stored = keep(cast, content)
    StoredFile.objects.all().delete()
    with default_storage.open(stored.path, "wb") as half:
        half.write(content[:20])
    with open_content(keep(cast, content)) as kept:
        assert kept.read() == content


def test_it_reads_what_the_camera_wrote(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying: shown with width and height swapped
    exif.get_ifd(0x8769)[0x9003] = "2026:03:02 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 7.0, 12.0), 3: "E", 4: (112.0, 30.0, 36.0)})
    stored = keep(cast, picture(exif=exif))
    assert (stored.width, stored.height) == (600, 800)
    assert stored.taken_at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert (round(stored.lon or 0, 2), round(stored.lat or 0, 2)) == (112.51, 33.12)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not an image at all",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        picture("GIF"),
        b"%PDF-1.7\n",
        picture()[:4000],
        picture("PNG")[:4000],
        picture("WEBP")[:4000],
    ],
    ids=["empty", "text", "svg", "gif", "pdf", "cut-jpeg", "cut-png", "cut-webp"],
)
def test_what_is_no_photo_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        keep(cast, content)
    assert set(refused.value.fields) == {"photos"}
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("size", [(8000, 8000), (10_000, 12_000), (40_000, 40_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_they_are_unpacked(cast: Cast, size: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as refused:
        keep(cast, bare_png(*size))
    assert "60" in refused.value.fields["photos"][0]


def test_too_many_bytes_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        keep(cast, photo_bytes() + b"\0" * MOST_BYTES)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_photo_with_broken_notes_is_still_a_photo(cast: Cast) -> None:
    content = picture(exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x00\x01")
    assert keep(cast, content).taken_at is None


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    spots=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30),
)
def test_broken_bytes_are_taken_or_refused_but_nothing_else(
    cast: Cast, kind: str, spots: list[tuple[int, int]]
) -> None:
    content = bytearray(picture(kind, size=(40, 30)))
    for place, value in spots:
        content[place % len(content)] = value
    with suppress(Invalid):
        keep(cast, bytes(content))


def test_a_photo_is_served_as_a_picture_only(cast: Cast) -> None:
    content = picture()
    response = photo_response(keep(cast, content))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"].startswith("private")
    assert b"".join(response.streaming_content) == content  # type: ignore[arg-type]
    response.file_to_stream.close()  # type: ignore[union-attr]
    small = photo_response(keep(cast, content), thumb=True)
    assert small["Content-Type"] == "image/webp"
    small.file_to_stream.close()  # type: ignore[union-attr]


def test_another_type_or_missing_content_is_404(cast: Cast) -> None:
    stored = keep(cast, photo_bytes())
    stored.media_type = "image/svg+xml"
    with pytest.raises(Http404):
        photo_response(stored)
    stored.media_type = "image/jpeg"
    default_storage.delete(stored.path)
    with pytest.raises(Http404):
        photo_response(stored)


def test_a_photo_known_from_sealed_work_is_told_of_as_if_it_were_new(cast: Cast) -> None:
    content, at = photo_bytes(), clock.now()
    sealed = store_photo(content=content, by=cast.inspector.actor, at=at, sealed_with=("round", new_id()))
    told = visible_entries(cast.auditor.actor).filter(code="evidence.stored")
    assert not told.exists()
    for _time in range(2):
        assert store_photo(content=content, by=cast.post_holder.actor, at=at) == sealed
        assert [entry.post_id for entry in told] == [str(cast.post_holder.post.pk)]
