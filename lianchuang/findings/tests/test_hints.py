"""Hints on photos of a rectification: what is said, to whom, and what a person says who has looked."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from lianchuang.audit.models import Entry
from lianchuang.common import clock
from lianchuang.common.refusals import Invalid, NotAllowed
from lianchuang.evidence.actions import hash_photos
from lianchuang.evidence.models import PhotoTrace, StoredFile
from lianchuang.evidence.traces import Trace, read_trace
from lianchuang.findings import actions, hints
from lianchuang.findings.access import get_finding
from lianchuang.findings.hints import Kind, Strength
from lianchuang.findings.models import Finding, FindingPhoto, PhotoJudgement, PhotoRole, Step, Verdict
from lianchuang.findings.queries import HintPage, hint_page
from lianchuang.findings.tests import ladder
from lianchuang.findings.tests.ladder import ClientOf, moment
from lianchuang.kernels.coordinates import Point
from lianchuang.kernels.photoprint import Agreement
from lianchuang.kernels.sameview import Shared
from tests import photos
from tests.cast import Cast, Member, make_finding, make_photo

NOON = datetime(2026, 5, 14, 4, 0, tzinfo=UTC)


@cache
def shot(seed: int) -> bytes:
    """A photo, made once."""
    return photos.photo("textured", 1, seed)[0]


@cache
def cropped(seed: int) -> bytes:
    """The same photo, nine tenths of it."""
    return photos.ALTERATIONS["cropped to 90 % of each side, anywhere"](shot(seed), Random(seed))


def handed_in(cast: Cast, content: bytes, before: bytes | None = None, **facts: object) -> Finding:
    """A finding whose rectification was handed in with this photo."""
    post = cast.post_holder.actor
    first = [make_photo(content=before, by=cast.inspector.actor)] if before else []
    found = ladder.dispatched(cast, photos=first, **facts)
    photo = make_photo(content=content, by=post)
    return actions.submit_rectification(finding=found, by=post, note="已清理", photos=[photo], at=moment(2))


def hinted(member: Member, finding: Finding) -> HintPage:
    return hint_page(member.actor, get_finding(member.actor, finding.pk))


def kinds(page: HintPage) -> list[Kind]:
    return [told.hint.kind for one in page.photos for told in one.told]


# --- what is said ---


def test_taken_before_it_was_found() -> None:
    early = hints.time_hint(NOON - timedelta(days=3), NOON)
    assert early is not None
    assert (early.kind, early.strength) == (Kind.EARLY, Strength.STRONG)
    assert "3" in early.sentence
    some = hints.time_hint(NOON - timedelta(hours=3), NOON)
    assert some is not None
    assert some.strength is Strength.SOME


@given(st.integers(-10, 60 * 24 * 400))
def test_a_clock_may_be_ten_minutes_wrong(minutes: int) -> None:
    """From ten minutes before on nothing is said, but for a photo taken after it was handed in."""
    handed = NOON + timedelta(days=2)
    hint = hints.time_hint(NOON + timedelta(minutes=minutes), NOON, handed)
    late = timedelta(minutes=minutes) > timedelta(days=2, minutes=10)
    assert (hint.kind if hint else None) == (Kind.CLOCK if late else None)


@given(st.floats(0, 0.05), st.floats(0, 0.05))
def test_far_from_the_place_says_metres(east: float, north: float) -> None:
    place = Point(112.5, 33.0)
    hint = hints.place_hint(Point(112.5 + east, 33.0 + north), place)
    metres = ((east * 93_400) ** 2 + (north * 111_200) ** 2) ** 0.5
    if metres < 295:
        assert hint is None
    if metres > 305:
        assert hint is not None
        assert abs(hint.figures["metres"] - metres) < 0.01 * metres + 2
        assert hint.strength is (Strength.STRONG if hint.figures["metres"] > 1000 else Strength.SOME)


def test_nothing_is_said_of_what_the_file_does_not_say() -> None:
    assert hints.time_hint(None, NOON) is None
    assert hints.place_hint(None, Point(112, 33)) is None
    assert hints.place_hint(Point(112, 33), None) is None
    assert hints.notes_hint(None) is None
    assert hints.view_hint(None) is None
    assert hints.view_hint(Shared(50, 0)) is None, "too little to see"
    assert hints.reuse_hint(Agreement(48, 20)) is None
    assert hints.reuse_hint(Agreement(7, 7)) is None, "too little to see"


def noted(*, software: str = "", model: str = "", xmp: bytes = b"") -> Trace:
    """The trace of a picture with such notes."""
    exif, buffer = Image.Exif(), io.BytesIO()
    if software:
        exif[ExifTags.Base.Software] = software.encode()  # as phones write it: UTF-8
    if model:
        exif[ExifTags.Base.Model] = model
    Image.new("RGB", (40, 30)).save(buffer, "JPEG", exif=exif, xmp=xmp)
    return read_trace(buffer.getvalue(), b"")


@pytest.mark.parametrize(
    ("trace", "kind"),
    [
        (noted(software="Adobe Photoshop 25.1 (Windows)", model="Mate 60"), Kind.EDITED),
        (noted(software="美图秀秀", model="Mate 60"), Kind.EDITED),
        (noted(model="Mate 60", xmp=b'<x xmp:CreatorTool="Snapseed 2.0"/>'), Kind.EDITED),
        (noted(model="Mate 60", xmp=b"<x>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</x>"), Kind.MADE),
        (noted(model="Mate 60", xmp=b'<x TC260:AIGC="{&quot;Label&quot;:1}"/>'), Kind.MADE),
        (noted(software="HarmonyOS 4.2", model="Mate 60"), None),
        (noted(), Kind.NO_NOTES),
    ],
)  # fmt: skip
def test_programs_that_left_their_name(trace: Trace, kind: Kind | None) -> None:
    hint = hints.notes_hint(trace)
    assert (hint.kind if hint else None) is kind


def test_a_file_that_is_no_picture_has_an_empty_trace() -> None:
    assert read_trace(b"\xff\xd8\xff\xe1\xff\xff broken", b"no thumb") == Trace()


# --- photos used before ---


def test_an_earlier_photo_is_found_again_altered_and_says_where(cast: Cast) -> None:
    old = handed_in(cast, shot(1))
    new = handed_in(cast, cropped(1), site=ladder.elsewhere(cast))
    Step.objects.filter(finding=old).update(at=moment(-50))
    page = hinted(cast.verifier, new)
    told = page.photos[0].told[0]
    assert (told.hint.kind, told.hint.strength) == (Kind.REUSED, Strength.STRONG)
    assert told.hint.figures["same"] >= 0.9 * told.hint.figures["parts"]
    assert [use.url for use in told.uses] == [reverse("findings:show", args=[old.pk])]
    assert Kind.REUSED not in kinds(hinted(cast.verifier, old)), "the earlier one is not called a copy of the later"


def test_the_very_same_file_and_the_photo_of_before(cast: Cast) -> None:
    make_finding(
        site=ladder.elsewhere(cast), by=cast.office.actor, at=moment(-40), photos=[make_photo(content=shot(2))]
    )
    told = hinted(cast.office, handed_in(cast, shot(2))).photos[0].told[0]
    assert (told.hint.kind, told.hint.strength, dict(told.hint.figures)) == (Kind.REUSED, Strength.STRONG, {})
    masked = photos.ALTERATIONS["a tenth painted over"](shot(3), Random(1))
    painted = handed_in(cast, masked, before=shot(3), site=ladder.elsewhere(cast))
    told = hinted(cast.office, painted).photos[0].told[0]
    assert (told.hint.kind, told.hint.strength) == (Kind.BEFORE, Strength.SOME)


def test_a_different_photo_gives_no_such_hint(cast: Cast) -> None:
    finding = handed_in(cast, shot(5), before=shot(4))
    assert not {Kind.REUSED, Kind.BEFORE} & set(kinds(hinted(cast.office, finding)))


def test_an_undercover_photo_is_betrayed_neither_by_a_hint_nor_by_the_questions_asked(cast: Cast) -> None:
    """Whoever may not know of it reads the same with and without it; the office reads where it was used."""
    finding = handed_in(cast, cropped(6))

    def told_to(member: Member) -> tuple[list[Kind], list[str], int]:
        with CaptureQueriesContext(connection) as asked:
            page = hinted(member, finding)
        return kinds(page), list(page.photos[0].clear), len(asked)

    told_to(cast.verifier)
    without = told_to(cast.verifier)
    secret = make_finding(
        site=ladder.elsewhere(cast),
        by=cast.office.actor,
        at=moment(-40),
        sealed=True,
        photos=[make_photo(content=shot(6))],
    )
    assert told_to(cast.verifier) == without
    assert Kind.REUSED not in without[0]
    uses = hinted(cast.office, finding).photos[0].told[0].uses
    assert [use.object_id for use in uses] == [str(secret.pk)]


# --- who reads it ---


def test_hints_are_for_those_who_verify_and_oversee(cast: Cast, client_of: ClientOf) -> None:
    finding = ladder.submitted(cast)
    address = reverse("findings:hints", args=[finding.pk])
    status = {part: client_of(member.person).get(address).status_code for part, member in cast.members.items()}
    readers = {part for part, code in status.items() if code == 200}
    assert readers >= {"office", "leader", "inspector", "verifier", "auditor", "administrator"}
    assert {status["post_holder"], status["coordinator"]} == {403}
    assert {status["stranger"], status["foreign_office"], status["nobody_special"]} == {404}
    page = client_of(cast.post_holder.person).get(reverse("findings:show", args=[finding.pk])).content.decode()
    assert address not in page
    assert address in client_of(cast.verifier.person).get(reverse("findings:show", args=[finding.pk])).content.decode()
    assert (
        address in client_of(cast.verifier.person).get(reverse("findings:verify", args=[finding.pk])).content.decode()
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_and_the_part_show_them(cast: Cast, client_of: ClientOf, language: str) -> None:
    finding = handed_in(cast, cropped(1), before=shot(1))
    browser = client_of(cast.verifier.person)
    browser.cookies["language"] = language
    page = browser.get(reverse("findings:hints", args=[finding.pk]))
    assert 'data-weight="strong"' in page.content.decode()
    part = browser.get(reverse("findings:hints", args=[finding.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "data-compare" in part


# --- what a person says ---


def photo_of(finding: Finding) -> FindingPhoto:
    return FindingPhoto.objects.select_related("finding").get(finding=finding, role=PhotoRole.AFTER)


def test_a_judgement_stands_beside_the_photo_and_changes_nothing(cast: Cast, client_of: ClientOf) -> None:
    finding = ladder.submitted(cast)
    before = Finding.objects.filter(pk=finding.pk).values().get()
    actions.judge_photo(
        photo=photo_of(finding), verdict=Verdict.NOT_GENUINE, note="与三月的照片相同", by=cast.verifier.actor, at=clock.now()
    )  # fmt: skip
    assert Finding.objects.filter(pk=finding.pk).values().get() == before
    entry = Entry.objects.get(code="finding.photo_judged")
    assert entry.data["note"] == "与三月的照片相同"
    for member, name in ((cast.verifier, "findings:hints"), (cast.post_holder, "findings:show")):
        page = client_of(member.person).get(reverse(name, args=[finding.pk])).content.decode()
        assert "与三月的照片相同" in page, "whoever is judged reads it too"


def test_a_judgement_is_written_in_the_countys_language(cast: Cast) -> None:
    photo = photo_of(ladder.submitted(cast))
    with override("en"):
        actions.judge_photo(
            photo=photo, verdict=Verdict.NOT_GENUINE, note="x", by=cast.verifier.actor, at=clock.now()
        )  # fmt: skip
    assert Entry.objects.get(code="finding.photo_judged").data["verdict"] == "不实"


def test_what_was_said_of_an_earlier_submission_stays_with_those_who_see_hints(cast: Cast, client_of: ClientOf) -> None:
    finding, unit, now = ladder.submitted(cast), cast.post_holder.actor, clock.now()
    look = {"photo": photo_of(finding), "verdict": Verdict.NOT_GENUINE, "note": "与三月的照片相同"}
    actions.judge_photo(**look, by=cast.verifier.actor, at=now)
    actions.verify_rectification(finding=finding, by=cast.verifier.actor, passed=False, note="没有清", at=now)
    photos = [make_photo(content=shot(3), by=unit)]
    actions.submit_rectification(finding=finding, by=unit, note="这次清了", photos=photos, at=now)
    for member in (cast.verifier, cast.office):
        page = hinted(member, finding)
        assert [said.note for said in page.earlier] == ["与三月的照片相同"]
        assert [len(one.judgements) for one in page.photos] == [0], "it is not of this photo"
    read = client_of(cast.verifier.person).get(reverse("findings:hints", args=[finding.pk])).content.decode()
    assert read.count("与三月的照片相同") == 1


def test_who_had_a_part_does_not_judge(cast: Cast) -> None:
    finding = ladder.submitted(cast)
    for member in (
        cast.post_holder,
        cast.coordinator,
        cast.same_unit_verifier,
        cast.leader,
        cast.auditor,
        cast.stranger,
    ):
        with pytest.raises(NotAllowed):
            actions.judge_photo(
                photo=photo_of(finding), verdict=Verdict.GENUINE, note="真", by=member.actor, at=clock.now()
            )  # fmt: skip
    with pytest.raises(Invalid):
        actions.judge_photo(
            photo=photo_of(finding), verdict=Verdict.OPEN, note=" ", by=cast.office.actor, at=clock.now()
        )  # fmt: skip
    assert not PhotoJudgement.objects.exists()


def test_it_is_typed_on_a_page(cast: Cast, client_of: Callable[..., object]) -> None:
    finding = ladder.submitted(cast)
    photo = photo_of(finding)
    address = reverse("findings:judge", args=[finding.pk, photo.file_id])
    browser = client_of(cast.verifier.person)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"verdict": "open"}).status_code == 422
    assert browser.post(address, {"verdict": "open", "note": "看不清"}).status_code == 302
    assert PhotoJudgement.objects.get().by_post == cast.verifier.post
    before = make_photo()
    FindingPhoto.objects.create(finding=finding, file=before, step=photo.step, role=PhotoRole.BEFORE)
    first = FindingPhoto.objects.get(role=PhotoRole.BEFORE)
    assert browser.get(reverse("findings:judge", args=[finding.pk, first.file_id])).status_code == 404
    assert f'src="{reverse("findings:photo", args=[finding.pk, before.pk])}"' in browser.get(address).content.decode()


# --- prints of old photos ---


def test_photos_kept_before_are_printed_by_a_standing_task(cast: Cast) -> None:
    file = make_photo(content=shot(1))
    code = PhotoTrace.objects.get(file=file).code
    assert code is not None
    PhotoTrace.objects.all().delete()
    missing = make_photo()
    PhotoTrace.objects.all().delete()
    StoredFile.objects.filter(pk=missing.pk).update(sha256="0" * 64)
    assert hash_photos(by=cast.administrator.actor, at=clock.now()) >= 2
    assert PhotoTrace.objects.get(file=file).code == code
    assert PhotoTrace.objects.get(file="0" * 64).code is None, "the content is missing: nothing to tell it by"
    assert hash_photos(by=cast.administrator.actor, at=clock.now()) == 0
    with pytest.raises(NotAllowed):
        hash_photos(by=cast.office.actor, at=clock.now())
