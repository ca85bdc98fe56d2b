"""`lianchuang photos hints BEFORE AFTER`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from lianchuang.common import clock
from lianchuang.common.refusals import Invalid
from lianchuang.config.cli.answers import refuse, say
from lianchuang.evidence.lookup import same_picture
from lianchuang.evidence.rules import Picture, read_picture
from lianchuang.evidence.traces import Trace, gray_of, read_trace
from lianchuang.findings import hints
from lianchuang.findings.hints import Hint
from lianchuang.kernels.coordinates import Point
from lianchuang.kernels.sameview import is_offered, shared_view


class Moment(click.ParamType[datetime]):
    """A moment as ISO 8601; without an offset it is the county's own time."""

    name = "iso-time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, aware."""
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(_("“%(value)s” is no time like 2026-05-14T09:30.") % {"value": value}, param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.local(clock.now()).tzinfo)


class Place(click.ParamType[Point]):
    """A point of WGS-84 as LON,LAT."""

    name = "lon,lat"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Point:
        """The point."""
        try:
            lon, lat = (float(part) for part in str(value).split(","))
        except ValueError:
            lon, lat = 999.0, 999.0
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            self.fail(_("“%(value)s” is no place like 112.53,32.99.") % {"value": value}, param, ctx)
        return Point(lon, lat)


@dataclass(frozen=True)
class _Photo:
    """A photo file that was read."""

    name: str
    picture: Picture
    trace: Trace

    @classmethod
    def read(cls, path: Path) -> "_Photo":
        """Read it. Raises Invalid, OSError."""
        content = path.read_bytes()
        picture = read_picture(content)
        return cls(path.name, picture, read_trace(content, picture.thumb))

    @property
    def facts(self) -> dict[str, Any]:
        """What it says of itself."""
        picture, trace = self.picture, self.trace
        place = None if picture.lon is None else [picture.lon, picture.lat]
        taken_at = picture.taken_at.isoformat() if picture.taken_at else None
        print_ = None if trace.print is None else f"{trace.print:016x}"
        words = {"camera": trace.camera, "software": trace.software}
        return {"file": self.name, "taken_at": taken_at, "place": place, "print": print_, **words}


@click.group(name="photos")
def photos_group() -> None:
    """Photos of before and after."""


@photos_group.command(name="hints")
@click.argument("before", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", type=Moment(), help="When the problem was found (ISO 8601).")
@click.option("--place", type=Place(), help="Where it is: LON,LAT in WGS-84.")
@click.option("--dry-run", is_flag=True, help="Accepted out of habit: this command never writes anything.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def photo_hints(
    before: Path, after: Path, at: datetime | None, place: Point | None, dry_run: bool, as_json: bool
) -> None:
    """Say what a person should look at in a photo of AFTER: hints with reasons, never a verdict.

    Whether it is the photo of BEFORE itself, taken before the problem was found (--at), far from the place (--place), written by
    an editing program, without anything of a camera, or of another view (needs lianchuang[images]). Nothing is kept.
    """
    read = []
    for path in (before, after):
        try:
            read.append(_Photo.read(path))
        except Invalid as refusal:
            sentences = [f"{path.name}: {sentence}" for sentence in refusal.sentences()]
            refuse(as_json, sentences, dry_run=dry_run, hints=[])
        except OSError as fault:
            refuse(as_json, [f"{path.name}: {fault.strerror}"], dry_run=dry_run, hints=[])
    found = _hints(read[0], read[1], at, place)
    answer = {"before": read[0].facts, "after": read[1].facts, "views_compared": is_offered()}
    listed = [
        {"kind": hint.kind.value, "strength": hint.strength.value, "reason": hint.sentence, "figures": hint.figures}
        for hint in found
    ]
    say(as_json, {"refused_because": [], "dry_run": dry_run, "hints": listed, **answer}, _lines(found))


def _hints(before: _Photo, after: _Photo, at: datetime | None, place: Point | None) -> list[Hint]:
    gray, other = gray_of(after.picture.thumb), gray_of(before.picture.thumb)
    copy = hints.reuse_hint(same_picture(gray, other), of_before=True)
    picture = after.picture
    where = None if picture.lon is None or picture.lat is None else Point(picture.lon, picture.lat)
    found = [
        copy,
        hints.time_hint(picture.taken_at, at) if at else None,
        hints.place_hint(where, place),
        hints.notes_hint(after.trace),
        None if copy else hints.view_hint(shared_view(other, gray)),
    ]
    return hints.by_weight([hint for hint in found if hint is not None])


def _lines(found: list[Hint]) -> list[str]:
    lines = [f"{hint.label}: {hint.sentence}" for hint in found]
    if not found:
        lines = [_("No hint.")]
    if not is_offered():
        lines.append(_("Views are not compared: that needs OpenCV (pip install 'lianchuang[images]')."))
    return [*lines, _("Hints are for a person to judge; none of them proves anything.")]
