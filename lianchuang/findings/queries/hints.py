"""Hints on the photos of a rectification, for one reader: photos used before, and what the files say of themselves."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor
from lianchuang.common import clock
from lianchuang.evidence.lookup import Candidate, candidates_of, laid_over, small_gray
from lianchuang.evidence.models import PhotoTrace, StoredFile
from lianchuang.evidence.uses import Use, uses_of
from lianchuang.findings import access, hints
from lianchuang.findings.hints import Hint
from lianchuang.findings.models import Finding, FindingPhoto, PhotoJudgement, PhotoRole
from lianchuang.findings.queries.page import pairs_of
from lianchuang.kernels.coordinates import Point
from lianchuang.kernels.photoprint import Agreement, Gray, Views, views_of
from lianchuang.kernels.sameview import Shared, is_offered, shared_view

MOST_COPIES = 3
MOST_USES = 5
KEPT_FOR = 24 * 3600


@dataclass(frozen=True)
class Told:
    """A hint, and where the other photo is to be seen (the earliest use first)."""

    hint: Hint
    uses: Sequence[Use] = ()


@dataclass(frozen=True)
class PhotoHints:
    """A photo of a rectification with its hints (the strongest first), what was looked at in vain, and what people said."""

    number: int
    photo: FindingPhoto
    before: FindingPhoto | None
    told: Sequence[Told]
    clear: Sequence[str]
    judgements: Sequence[PhotoJudgement]


@dataclass(frozen=True)
class HintPage:
    """Hints on the photos of one finding's last submission, and what people said of those of earlier ones."""

    finding: Finding
    photos: Sequence[PhotoHints]
    earlier: Sequence[PhotoJudgement]
    may_judge: bool
    offers_view: bool

    @property
    def total(self) -> int:
        """How many hints there are."""
        return sum(len(one.told) for one in self.photos)


@dataclass(frozen=True)
class _Looked:
    """A photo made ready to be looked up."""

    photo: FindingPhoto
    gray: Gray | None
    views: Views | None


def hint_page(actor: Actor, finding: Finding) -> HintPage:
    """The hints that this reader may see of a finding fetched by `access.get_finding`."""
    judged = Prefetch("judgements", PhotoJudgement.objects.select_related("by_post__unit"))
    rows = FindingPhoto.objects.filter(finding=finding, role__in=[PhotoRole.BEFORE, PhotoRole.AFTER])
    photos = list(rows.select_related("file__trace", "step").prefetch_related(judged).order_by("id"))
    pairs = [pair for pair in pairs_of(photos) if pair.after is not None]
    looked = [_ready(pair.after) for pair in pairs if pair.after is not None]
    near = candidates_of([one.views for one in looked])
    own = [photo for photo in photos if photo.role == PhotoRole.BEFORE]
    asked = [one.photo.file_id for one in looked] + [each.file_id for found in near for each in found]
    uses: dict[str, list[Use]] = defaultdict(list)
    for use in uses_of(actor, list(dict.fromkeys(asked))):
        uses[use.file_id].append(use)
    found = [
        _hints_of(pair.number, one, pair.before, own, _earlier(one.photo, candidates, uses))
        for pair, one, candidates in zip(pairs, looked, near, strict=True)
    ]
    shown = {one.photo.pk for one in looked}
    earlier = [said for photo in photos if photo.pk not in shown for said in photo.judgements.all()]
    earlier.sort(key=lambda said: said.pk, reverse=True)
    return HintPage(finding, found, earlier, not access.judgement_faults(actor, finding), is_offered())


def _ready(photo: FindingPhoto) -> _Looked:
    gray = small_gray(photo.file)
    return _Looked(photo, gray, None if gray is None else views_of(gray))


@dataclass(frozen=True)
class _Earlier:
    """What was used before a photo was handed in and may be named: candidates nearest first, and the uses of each file."""

    candidates: Sequence[Candidate]
    uses: Mapping[str, Sequence[Use]]


def _earlier(photo: FindingPhoto, candidates: Sequence[Candidate], uses: Mapping[str, Sequence[Use]]) -> _Earlier:
    before = {
        file_id: [use for use in uses.get(file_id, ()) if use.at < photo.step.at][:MOST_USES]
        for file_id in (photo.file_id, *(each.file_id for each in candidates))
    }
    named = [each for each in candidates if before[each.file_id] and each.file_id != photo.file_id]
    return _Earlier(named, before)


def _hints_of(
    number: int, one: _Looked, before: FindingPhoto | None, own: Sequence[FindingPhoto], earlier: _Earlier
) -> PhotoHints:
    photo, finding = one.photo, one.photo.finding
    file, trace = photo.file, getattr(photo.file, "trace", None)
    copies = _copies(one, own, earlier)
    place = None if finding.lon is None or finding.lat is None else Point(finding.lon, finding.lat)
    is_before = any(told.hint.kind is hints.Kind.BEFORE for told in copies)
    shared = None if is_before or before is None else _shared(before.file, one)
    single = [
        hints.time_hint(file.taken_at, finding.found_at, photo.step.received_at),
        hints.place_hint(_taken_where(file), place),
        hints.notes_hint(trace),
        hints.view_hint(shared),
    ]
    told = [*copies, *(Told(hint) for hint in single if hint is not None)]
    told.sort(key=lambda each: hints.ORDER.index(each.hint.strength))
    return PhotoHints(number, photo, before, told, _clear(one, copies, place, trace), list(photo.judgements.all()))


def _copies(one: _Looked, own: Sequence[FindingPhoto], earlier: _Earlier) -> list[Told]:
    """Earlier photos that are the very same picture."""
    befores = {photo.file_id for photo in own}
    told = []
    file_id = one.photo.file_id
    if uses := earlier.uses.get(file_id):
        hint = hints.reuse_hint(Agreement(0, 0), same_file=True, of_before=file_id in befores)
        told += [Told(hint, uses)] if hint else []
    if one.gray is None or one.views is None:
        return told
    for copy in laid_over(one.gray, one.views, _with_own(one, own, earlier.candidates)):
        hint = hints.reuse_hint(copy.agreement, of_before=copy.file_id in befores)
        if hint is not None:
            told.append(Told(hint, earlier.uses.get(copy.file_id, ())))
    return told[:MOST_COPIES]


def _with_own(one: _Looked, own: Sequence[FindingPhoto], near: Sequence[Candidate]) -> list[Candidate]:
    """The photos of before are always looked at closely, however much was painted over."""
    known = {each.file_id for each in near}
    traces = [
        (photo.file_id, getattr(photo.file, "trace", None)) for photo in own if photo.file_id != one.photo.file_id
    ]
    ours = [
        Candidate(file_id, trace.code % (1 << 64), 0)
        for file_id, trace in traces
        if trace is not None and trace.code is not None and file_id not in known
    ]
    return [*ours, *near]


def _taken_where(file: StoredFile) -> Point | None:
    return None if file.lon is None or file.lat is None else Point(file.lon, file.lat)


def _shared(before: StoredFile, after: _Looked) -> Shared | None:
    """What the views of two photos share, worked out once a day."""
    if not is_offered() or after.gray is None:
        return None
    key = f"shared-view:{before.pk[:32]}:{after.photo.file_id[:32]}"
    shared: Shared | None = cache.get(key)
    if shared is None and (gray := small_gray(before)) is not None:
        shared = shared_view(gray, after.gray)
        cache.set(key, shared, KEPT_FOR)
    return shared


def _clear(one: _Looked, copies: Sequence[Told], place: Point | None, trace: PhotoTrace | None) -> list[str]:
    """What was looked at and gave no hint, or could not be looked at, each in a sentence."""
    file, found_at = one.photo.file, one.photo.finding.found_at
    lines = []
    if one.views is None:
        lines.append(_("The picture is too plain to be looked up among earlier ones."))
    elif not copies:
        lines.append(_("Not found among earlier photos."))
    if file.taken_at is None:
        lines.append(_("The file does not say when it was taken."))
    elif hints.time_hint(file.taken_at, found_at, one.photo.step.received_at) is None:
        lines.append(_("Taken %(at)s by the camera's clock.") % {"at": f"{clock.local(file.taken_at):%Y-%m-%d %H:%M}"})
    where = _taken_where(file)
    if where is None:
        lines.append(_("The file does not say where it was taken."))
    elif place is not None and hints.place_hint(where, place) is None:
        lines.append(_("Taken less than %(metres)s m from the place.") % {"metres": hints.AWAY})
    if trace is not None and trace.camera:
        lines.append(_("Camera: %(camera)s.") % {"camera": trace.camera})
    if not is_offered():
        lines.append(_("Views are not compared: that needs OpenCV (pip install 'lianchuang[images]')."))
    return lines


def photo_before(photo: FindingPhoto) -> FindingPhoto | None:
    """The photo of before that stands beside one of after: of its pair, else the first."""
    rows = FindingPhoto.objects.filter(finding=photo.finding_id, role__in=[PhotoRole.BEFORE, PhotoRole.AFTER])
    pairs = pairs_of(rows.select_related("step").order_by("id"))
    own = next((pair.before for pair in pairs if pair.after is not None and pair.after.pk == photo.pk), None)
    return own or next((pair.before for pair in pairs if pair.before is not None), None)


def judgements_of(finding: Finding) -> list[PhotoJudgement]:
    """What people said of the finding's photos, newest first. One query."""
    rows = PhotoJudgement.objects.filter(photo__finding=finding).select_related("by_post__unit", "photo__step")
    return list(rows.order_by("-pk"))
