"""A photo in pieces: it goes on where it stood, twice is once, a damaged or half one is never kept."""

import errno
import os
import random
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from lianchuang.evidence.models import StoredFile
from lianchuang.field.actions import uploads
from lianchuang.field.models import HandedPhoto
from lianchuang.field.tests.sending import JSON, client_for, piece, send_photo, sha256_of
from tests.cast import Cast, photo_bytes


def offset(client: Any, sha256: str) -> tuple[str, str]:
    answer = client.head(reverse("field:photo", args=[sha256]), headers=JSON)
    return answer.headers["Upload-Offset"], answer.headers["Upload-Complete"]


def test_it_goes_on_where_it_stood(cast: Cast) -> None:
    client, content = client_for(cast.inspector), photo_bytes()
    sha256 = sha256_of(content)
    assert offset(client, sha256) == ("0", "0")
    assert piece(client, sha256, content, 0, 100).json() == {"offset": 100, "complete": False}
    assert offset(client, sha256) == ("100", "0")
    assert piece(client, sha256, content, 300, 100).json() == {"offset": 100, "complete": False}
    assert piece(client, sha256, content, 50, 100).json() == {"offset": 150, "complete": False}
    assert piece(client, sha256, content, 0, 20).json() == {"offset": 150, "complete": False}
    assert piece(client, sha256, content, 150, len(content)).json()["complete"]
    assert offset(client, sha256)[1] == "1"
    with default_storage.open(StoredFile.objects.get().path) as kept:
        assert kept.read() == content


def test_twice_is_once(cast: Cast) -> None:
    content = photo_bytes()
    for _time in range(3):
        send_photo(cast.inspector, content, 200)
    assert (StoredFile.objects.count(), HandedPhoto.objects.count()) == (1, 1)


def test_what_others_have_is_nobodys_business(cast: Cast) -> None:
    """A hash that somebody else handed in tells nothing; whoever has the photo hands it in too."""
    content = photo_bytes()
    sha256 = send_photo(cast.inspector, content)
    client = client_for(cast.verifier)
    assert offset(client, sha256) == ("0", "0")
    send_photo(cast.verifier, content)
    assert (StoredFile.objects.count(), HandedPhoto.objects.count()) == (1, 2)


def test_killed_when_whole_and_not_kept(cast: Cast) -> None:
    """All bytes are here and no row: the last byte again is enough."""
    client, content = client_for(cast.inspector), photo_bytes()
    sha256 = sha256_of(content)
    piece(client, sha256, content, 0, len(content) - 1)
    path = uploads.Upload(cast.inspector.person.pk, sha256).path
    path.write_bytes(content)
    assert piece(client, sha256, content, len(content) - 1, 1).json()["complete"]
    assert not path.exists()


def test_a_damaged_one_begins_anew(cast: Cast) -> None:
    client, content = client_for(cast.inspector), photo_bytes()
    sha256 = sha256_of(content)
    broken = b"x" + content[1:]
    answer = piece(client, sha256, broken, 0, len(content))
    assert (answer.status_code, answer.json()["code"]) == (422, "damaged")
    assert not StoredFile.objects.exists()
    assert piece(client, sha256, content, 0, len(content)).json()["complete"]


def test_no_photo_is_refused(cast: Cast) -> None:
    content = b"no picture at all"
    answer = piece(client_for(cast.inspector), sha256_of(content), content, 0, 100)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "header", ["", "bytes 0-9/5", "bytes 9-0/10", "bytes 0-9/99999999", "bytes x-9/10", "bytes */10"]
)
def test_a_piece_that_cannot_be(cast: Cast, header: str) -> None:
    address = reverse("field:photo", args=["0" * 64])
    answer = client_for(cast.inspector).patch(address, b"1234567890", headers={**JSON, "content-range": header})
    assert answer.status_code == 416


def test_no_hash_is_404(cast: Cast) -> None:
    client = client_for(cast.inspector)
    for name in ("..", "x", "A" * 64):
        assert client.get(f"/field/photos/{name}/", headers=JSON).status_code == 404


def test_a_full_disk_keeps_what_was_here(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client, content = client_for(cast.inspector), photo_bytes()
    sha256 = sha256_of(content)
    piece(client, sha256, content, 0, 100)
    real, room = os.pwrite, [30]

    def tight(file: int, data: Any, at: int) -> int:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, bytes(data)[: room.pop()], at)

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", tight)
        answer = piece(client, sha256, content, 100, 200)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    assert offset(client, sha256) == ("100", "0")
    assert piece(client, sha256, content, 100, len(content)).json()["complete"]


def test_what_never_became_whole_is_swept_away(cast: Cast) -> None:
    client, old, new = client_for(cast.inspector), photo_bytes(), photo_bytes()
    piece(client, sha256_of(old), old, 0, 50)
    path = uploads.Upload(cast.inspector.person.pk, sha256_of(old)).path
    os.utime(path, (1, 1))
    piece(client, sha256_of(new), new, 0, 50)
    assert not path.exists()


def test_pieces_in_any_order_and_number(cast: Cast) -> None:
    chance, content = random.Random(7), photo_bytes(size=(64, 48))
    client, sha256 = client_for(cast.inspector), sha256_of(content)
    done = False
    for _try in range(400):
        start = chance.randrange(len(content))
        answer = piece(client, sha256, content, start, chance.randrange(1, 400))
        done = done or answer.json()["complete"]
        if done:
            break
    else:
        at = int(offset(client, sha256)[0])
        done = piece(client, sha256, content, at, len(content)).json()["complete"]
    assert done
    with default_storage.open(StoredFile.objects.get().path) as kept:
        assert kept.read() == content


@pytest.mark.parametrize("name", ["coordinator", "post_holder", "leader", "stranger"])
def test_others_hand_in_nothing(cast: Cast, name: str) -> None:
    content = photo_bytes()
    assert piece(client_for(cast.members[name]), sha256_of(content), content, 0, 99).status_code == 403
