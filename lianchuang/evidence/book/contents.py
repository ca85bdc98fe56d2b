"""What a campaign's archive book holds today: every requirement with its documents, and honestly what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock
from lianchuang.duties.queries import Moment, Reach, prove
from lianchuang.duties.queries import Standing as Lead
from lianchuang.evidence.book.names import Names, safe_name
from lianchuang.evidence.book.shapes import Book, BookFile, MeasureLine, Piece, Sheet
from lianchuang.evidence.files.shapes import ENDINGS
from lianchuang.evidence.models import Evidence, EvidenceRequest, RequestState
from lianchuang.evidence.queries import current_pieces, newest_accepted
from lianchuang.sites.models import Site
from lianchuang.standards.models import MeasureLink, MeasureValue, Requirement, Sharing
from lianchuang.standards.queries import Standing, standing_of_edition
from lianchuang.standards.queries.standing import rounded
from lianchuang.standards.words import RELATION_SIGNS, scoring_words

FOLDER_TITLE = 24  # characters of a requirement's name in the name of its folder


@dataclass
class _Facts:
    """Everything read at once; about twenty queries, whatever the size of the edition."""

    campaign: Campaign
    on: date
    nodes: list[Requirement]
    links: dict[int, list[MeasureLink]]
    values: dict[int, MeasureValue]
    requests: dict[int, list[EvidenceRequest]]
    standings: Mapping[int, Standing]
    leads: Mapping[int, Lead]
    names: Names = field(default_factory=Names)
    files: dict[str, BookFile] = field(default_factory=dict)


def contents_of(campaign: Campaign, on: date) -> Book:
    """The book of a campaign, as of today (`on`). Writes nothing, opens no file."""
    facts = _read(campaign, on)
    sheets = tuple(_sheet(facts, one, chapters) for one, chapters in _leaves(facts.nodes))
    return Book(
        campaign=campaign.code,
        title=_("%(campaign)s: archive book") % {"campaign": campaign.label},
        place=campaign.joint.place.label,
        edition=campaign.edition.label,
        confidence=campaign.edition.get_confidence_display(),
        target_date=campaign.target_date.isoformat(),
        as_of=on.isoformat(),
        sheets=sheets,
        files=tuple(facts.files.values()),
        words=_words(),
    )


def _read(campaign: Campaign, on: date) -> _Facts:
    place = campaign.joint.place
    edition = Requirement.objects.filter(edition=campaign.edition_id)
    links = MeasureLink.objects.filter(requirement__edition=campaign.edition_id).select_related("measure")
    by_requirement: dict[int, list[MeasureLink]] = {}
    for link in links.order_by("measure__code"):
        by_requirement.setdefault(link.requirement_id, []).append(link)
    measures = {link.measure_id for held in by_requirement.values() for link in held}
    reach = Reach(
        Campaign.objects.filter(pk=campaign.pk), Site.objects.none(), Unit.objects.filter(path__startswith=place.path)
    )
    proof = prove(reach, Moment.of(on))
    standing = standing_of_edition(campaign.edition, place, on)
    return _Facts(
        campaign=campaign,
        on=on,
        nodes=list(edition.order_by("path")),
        links=by_requirement,
        values=_values(place, measures),
        requests=_requests(place, measures),
        standings={row.requirement.pk: row for row in standing.rows},
        leads={one.thing.requirement.pk: one for one in proof.standings if one.thing.requirement},
    )


def _values(place: Unit, measures: set[int]) -> dict[int, MeasureValue]:
    """The newest value of each measure at the place."""
    rows = MeasureValue.objects.filter(place=place, measure__in=measures, is_current=True)
    return {row.measure_id: row for row in rows.order_by("period_to", "pk")}


def _requests(place: Unit, measures: set[int]) -> dict[int, list[EvidenceRequest]]:
    """Every request about the place or a part of it, by measure, in an order that never changes."""
    pieces = current_pieces().order_by("pk")
    rows = EvidenceRequest.objects.filter(measure__in=measures, place__path__startswith=place.path)
    rows = rows.select_related("unit", "place", "measure").prefetch_related(Prefetch("pieces", pieces, to_attr="now"))
    held: dict[int, list[EvidenceRequest]] = {}
    for row in rows.order_by("place__path", "-period_to", "pk"):
        held.setdefault(row.measure_id, []).append(row)
    return held


def _leaves(nodes: list[Requirement]) -> Iterable[tuple[Requirement, tuple[str, ...]]]:
    """The requirements without anything below them, each with its headings."""
    parents = {node.parent_id for node in nodes}
    by_pk = {node.pk: node for node in nodes}
    for node in nodes:
        if node.pk in parents or node.is_withdrawn:
            continue
        chapters, above = [], by_pk.get(node.parent_id or 0)
        while above is not None:
            chapters.append(f"{above.code} {above.label}")
            above = by_pk.get(above.parent_id or 0)
        yield node, tuple(reversed(chapters))


def _sheet(facts: _Facts, node: Requirement, chapters: tuple[str, ...]) -> Sheet:
    links, standing, lead = facts.links.get(node.pk, []), facts.standings.get(node.pk), facts.leads.get(node.pk)
    requests = [request for link in links for request in facts.requests.get(link.measure_id, [])]
    folder = safe_name(f"{node.code} {node.label[:FOLDER_TITLE]}")
    return Sheet(
        code=node.code,
        name=node.label,
        text=node.text_label,
        chapters=chapters,
        is_veto=node.is_veto,
        method=node.get_method_display() if node.method else "",
        scoring=scoring_words(node.scoring),
        source=node.source_label,
        confidence=node.get_confidence_display(),
        standing=_standing(standing),
        lead=lead.post.full_name if lead and lead.post else "",
        measures=tuple(_measure(facts, link) for link in links),
        pieces=tuple(_pieces(facts, folder, requests)),
        gaps=tuple(_gaps(facts, links, requests, standing, lead)),
    )


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return " · ".join([standing.state_label, *standing.reasons])


def _measure(facts: _Facts, link: MeasureLink) -> MeasureLine:
    value = facts.values.get(link.measure_id)
    return MeasureLine(
        code=link.measure.code,
        name=link.measure.label,
        relation=RELATION_SIGNS[link.relation],
        value=f"{rounded(value.value)} {link.measure.unit_label}".strip() if value else "",
        period=f"{value.period_from} – {value.period_to}" if value else "",
        source=value.source if value else "",
    )


def _pieces(facts: _Facts, folder: str, requests: list[EvidenceRequest]) -> Iterable[Piece]:
    """What was accepted; a file that stands at an earlier requirement is named there and not copied again."""
    for request in requests:
        if request.state == RequestState.ACCEPTED:
            for one in request.now:  # type: ignore[attr-defined]  # of the prefetch
                yield _piece(facts, folder, request, one)


def _piece(facts: _Facts, folder: str, request: EvidenceRequest, one: Evidence) -> Piece:
    path = ""
    if one.file is not None:
        if one.file.sha256 not in facts.files:
            name = safe_name(one.name, ENDINGS[one.file.media_type])
            file = BookFile(one.file.sha256, facts.names.fresh(folder, name), one.file.size, one.file.has_thumb)
            facts.files[one.file.sha256] = file
        path = facts.files[one.file.sha256].path
    return Piece(
        what=request.what,
        name=one.name or one.reference,
        unit=request.unit.label,
        place=request.place.label,
        effective_on=one.effective_on.isoformat() if one.effective_on else "",
        expires_on=one.expires_on.isoformat() if one.expires_on else "",
        supplied_on=clock.local(one.supplied_at).date().isoformat(),
        path=path,
        sha256=one.file_id or "",
        held="" if one.file_id else " · ".join(part for part in (one.holder, one.shelf) if part),
    )


def _gaps(
    facts: _Facts,
    links: list[MeasureLink],
    requests: list[EvidenceRequest],
    standing: Standing | None,
    lead: Lead | None,
) -> Iterable[str]:
    """What is missing, as sentences."""
    if lead is None or lead.post is None:
        yield _("No post leads this requirement.")
    if not links:
        yield _("It rests on no measure: no document and no value can count for it.")
        return
    for link in links:
        if link.measure.sharing == Sharing.DOCUMENT and not facts.requests.get(link.measure_id):
            yield _("No document was asked for: %(measure)s.") % {"measure": link.measure.label}
    if standing is None or standing.state == "unknown":
        yield _("No value counts on this day.")
    yield from _open_requests(requests)
    yield from _expiring(requests, facts.campaign.target_date)


def _expiring(requests: list[EvidenceRequest], target: date) -> Iterable[str]:
    """Of the newest accepted answers for each place: what is no longer valid on the day of the assessment."""
    newest = newest_accepted(requests)
    for request in requests:
        if newest.get((request.measure_id, request.place_id)) != request:
            continue
        by_day: dict[date, list[str]] = {}
        for one in request.now:  # type: ignore[attr-defined]  # of the prefetch
            if one.expires_on and one.expires_on < target:
                by_day.setdefault(one.expires_on, []).append(str(one))
        for day, names in by_day.items():
            words = {"name": "、".join(names), "day": day, "target": target}
            yield _("%(name)s expires on %(day)s, before the assessment on %(target)s.") % words


def _open_requests(requests: list[EvidenceRequest]) -> Iterable[str]:
    """Asked and not here yet; many of one kind in one sentence."""
    sentences = {
        RequestState.ASKED: _("%(what)s: asked of %(unit)s, due on %(due)s, not supplied."),
        RequestState.RETURNED: _("%(what)s: returned to %(unit)s, not supplied again."),
        RequestState.SUPPLIED: _("%(what)s: supplied by %(unit)s, not accepted yet."),
    }
    for state, sentence in sentences.items():
        waiting = [one for one in requests if one.state == state]
        for one in waiting[:3]:
            yield sentence % {"what": one.what, "unit": one.unit.label, "due": one.due_on}
        if (rest := len(waiting) - 3) > 0:
            more = ngettext("… and %(rest)s request more like this.", "… and %(rest)s requests more like this.", rest)
            yield more % {"rest": rest}


def _words() -> dict[str, str]:
    """The headings and fixed words of the pages."""
    return {
        "as_of": _("As of"),
        "contents": _("Contents"),
        "date": _("Date on it"),
        "document": _("Document"),
        "elsewhere": _("Held elsewhere, named by its number only"),
        "expires": _("Valid until"),
        "file": _("File in this book"),
        "files": _("Files"),
        "gaps": _("What is missing"),
        "gap_count": _("requirements with something missing"),
        "hash": "SHA-256",
        "lead": _("Lead post"),
        "list": _("contents"),
        "measures": _("Measured"),
        "method": _("Method"),
        "none": _("No document."),
        "nobody": pgettext("post", "none"),
        "nothing_missing": _("Nothing is missing."),
        "pdf": _("archive book"),
        "requirement": _("Requirement"),
        "requirements": _("Requirements"),
        "scoring": _("Scoring"),
        "source": _("Source"),
        "standing": _("Standing"),
        "supplied": _("Handed in on"),
        "target": _("Target date"),
        "unit": pgettext("unit", "From"),
        "veto": _("Veto"),
        "vetoes": _("Vetoes"),
        "lost": _("missing in the store"),
    }
