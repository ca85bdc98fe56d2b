"""`lianchuang standards import | export | pairs`: files in and out."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
from django.db import IntegrityError
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lianchuang.accounts.access import SYSTEM
from lianchuang.common import clock
from lianchuang.common.refusals import Refusal
from lianchuang.config.cli.answers import prepare_database, refuse, say
from lianchuang.standards import actions
from lianchuang.standards.exchange import recognise
from lianchuang.standards.exchange.oscal_profile import write_profile
from lianchuang.standards.exchange.pairs import Pair, PairTable
from lianchuang.standards.exchange.shapes import Dangling, Refused, UnreadableFile
from lianchuang.standards.models import Edition, Profile
from lianchuang.standards.queries import exchange, pairing
from lianchuang.standards.queries.exporting import FORMATS, exported

MOST_LINES = 20
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="import")
@click.argument("file", type=FILE)
@click.option("--code", default="", help="Code of the edition or profile; else as the file says or its title gives.")
@click.option("--of", "of", default="", help="For a profile: the edition it selects from; else the one that fits.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def import_file(file: Path, code: str, of: str, dry_run: bool, as_json: bool) -> None:
    """Take in a standard: OSCAL catalog, profile or mapping (JSON), a workbook (XLSX) or a pack (YAML).

    What the file is, is found by looking into it. An edition comes in as a draft; a published one never changes. When a
    row is refused, nothing is written. Links that lead to nothing are told and do no harm.
    """
    prepare_database()
    read = _read(file, as_json, dry_run)
    if read.kind == recognise.PAIRS:
        refuse(as_json, [_("This is a table of pairs: use “lianchuang standards pairs”.")], kind=read.kind)
    if read.edition is not None:
        _import_edition(read.kind, exchange.plan_edition(read.edition, code=code), dry_run, as_json)
    elif read.profile is not None:
        editions = Edition.objects.all()
        if of and not editions.filter(code=of).exists():
            refuse(as_json, [_no_edition(of)], kind=read.kind)
        _import_profile(exchange.plan_profile(read.profile, editions, code=code, of=of), dry_run, as_json)
    else:
        _import_mapping(pairing.plan_mappings(read.mappings, Edition.objects.all()), dry_run, as_json)


def _read(file: Path, as_json: bool, dry_run: bool) -> recognise.ReadFile:
    try:
        if file.stat().st_size > recognise.MOST_BYTES:
            raise UnreadableFile(_("The file is larger than %(most)s MB.") % {"most": recognise.MOST_BYTES // 2**20})
        return recognise.read_file(file.read_bytes(), file.name)
    except (UnreadableFile, OSError) as fault:
        refuse(as_json, [str(fault)], **_answer("", "", dry_run))


def _write(deed: Callable[[], object], answer: dict[str, Any], as_json: bool) -> None:
    """Do it, or say why not."""
    try:
        deed()
    except Refusal as fault:
        refuse(as_json, fault.sentences(), **answer)
    except IntegrityError:
        refuse(
            as_json, [_("Somebody else changed the same rows meanwhile. Nothing was written; run it again.")], **answer
        )


def _dry(dry_run: bool) -> list[str]:
    return [_("Dry run, nothing was written.")] if dry_run else []


def _dangling_lines(links: list[Dangling]) -> list[str]:
    """The links that lead to nothing, up to a screenful."""
    lines = [_("%(place)s: %(href)s leads to nothing.") % {"place": one.place, "href": one.target} for one in links]
    return _screenful(lines)


def _unmatched_lines(plans: list[pairing.PairPlan]) -> list[str]:
    sentence = _("%(place)s: no %(side)s has the id %(id)s; left out.")
    sides = {"source": pgettext("pair", "source"), "target": pgettext("pair", "target")}
    return _screenful(
        [
            sentence % {"place": one.place or one.row, "side": sides[one.side], "id": one.id}
            for plan in plans
            for one in plan.unmatched
        ]
    )


def _screenful(lines: list[str]) -> list[str]:
    if (rest := len(lines) - MOST_LINES) <= 0:
        return lines
    return [*lines[:MOST_LINES], _("… and %(rest)s more (all of them with --json).") % {"rest": rest}]


def _no_edition(code: str) -> str:
    return _("There is no edition %(code)s.") % {"code": code}


def _answer(kind: str, edition: str, dry_run: bool, **facts: Any) -> dict[str, Any]:
    """The outcome of an import, the same keys for every kind of file."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("read", "active", "withdrawn", "selected", "added", "changed", "deleted"), 0
    )
    lists: dict[str, Any] = {"refused": [], "dangling_links": []}
    return {"kind": kind, "edition": edition, **nothing, **lists, "dry_run": dry_run, **facts}


def _dangling(links: list[Dangling]) -> list[dict[str, Any]]:
    return [{"place": one.place, "href": one.target, "kind": one.kind} for one in links]


def _import_edition(kind: str, plan: exchange.EditionPlan, dry_run: bool, as_json: bool) -> None:
    changes = plan.difference
    answer = _answer(
        kind,
        plan.code,
        dry_run,
        read=plan.counts.all,
        active=plan.counts.active,
        withdrawn=plan.counts.withdrawn,
        selected=plan.selected,
        added=len(changes.added),
        changed=len(changes.changed),
        deleted=len(changes.deleted),
        refused=[asdict(one) for one in plan.refused],
        dangling_links=_dangling(plan.links),
        dangling_mentions=len(plan.mentions),
    )
    lines = [*map(str, plan.refused[:MOST_LINES]), *_dangling_lines(plan.links)]
    if plan.refused or plan.blocked:
        reasons = [plan.blocked or _("Nothing was written: the file holds rows that cannot be taken over.")]
        refuse(as_json, reasons, lines, **answer)
    if not dry_run:
        _write(lambda: actions.import_edition(plan=plan, by=SYSTEM, at=clock.now()), answer, as_json)
    sentence = _(
        "%(edition)s: %(active)s in force, %(withdrawn)s withdrawn; "
        "%(added)s added, %(changed)s changed, %(deleted)s taken away."
    )
    say(as_json, {"refused_because": [], **answer}, [*lines, *_dry(dry_run), sentence % answer])


def _import_profile(plan: exchange.ProfilePlan, dry_run: bool, as_json: bool) -> None:
    answer = _answer(
        recognise.PROFILE,
        plan.edition.code if plan.edition else "",
        dry_run,
        profile=plan.code,
        read=len(plan.file.named),
        active=plan.counts.active,
        withdrawn=plan.counts.withdrawn,
        selected=len(plan.selected),
        added=int(plan.held is None),
        changed=int(plan.held is not None and not plan.is_same),
        dangling_links=_dangling(plan.links),
    )
    if not dry_run:
        _write(lambda: actions.import_profile(plan=plan, by=SYSTEM, at=clock.now()), answer, as_json)
    label = plan.edition.label if plan.edition else _("a catalogue that is not loaded")
    words = {"profile": plan.code, "selected": len(plan.selected), "edition": label}
    sentence = _("%(profile)s selects %(selected)s controls of %(edition)s.") % words
    say(as_json, {"refused_because": [], **answer}, [*_dangling_lines(plan.links), *_dry(dry_run), sentence])


def _import_mapping(plans: list[pairing.PairPlan | Refused], dry_run: bool, as_json: bool) -> None:
    """Every mapping of the collection, or none."""
    good = [plan for plan in plans if isinstance(plan, pairing.PairPlan)]
    unknown = [plan for plan in plans if isinstance(plan, Refused)]
    refused = [*unknown, *(one for plan in good for one in plan.faults)]
    answer = _answer(
        recognise.MAPPING,
        "",
        dry_run,
        editions=sorted({one.code for plan in good for one in (plan.source, plan.target) if one}),
        read=sum(plan.read for plan in good),
        added=sum(len(plan.added) for plan in good),
        changed=sum(len(plan.changed) for plan in good),
        refused=[asdict(one) for one in refused],
        dangling_links=[asdict(one) for plan in good for one in plan.unmatched],
    )
    if refused:
        reasons = [_("Nothing was written: the file holds rows that cannot be taken over.")]
        refuse(as_json, reasons, map(str, refused[:MOST_LINES]), **answer)
    if not dry_run:
        _write(lambda: actions.import_pairs(plans=good, by=SYSTEM, at=clock.now()), answer, as_json)
    sentence = _("%(read)s pairs read: %(added)s links added, %(changed)s changed.") % answer
    say(as_json, {"refused_because": [], **answer}, [*_unmatched_lines(good), *_dry(dry_run), sentence])


@click.command(name="pairs")
@click.argument("file", type=FILE)
@click.option("--source", required=True, help="Code of the edition whose ids stand first.")
@click.option("--target", required=True, help="Code of the edition whose ids stand second.")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def pairs(file: Path, source: str, target: str, dry_run: bool, as_json: bool) -> None:
    """Make a crosswalk of a table (CSV or XLSX): source id, target id, relation; a header may be there.

    Ids that the editions do not have are listed and left out. A table that contradicts itself, or has a row without a
    known relation, is refused as a whole.
    """
    prepare_database()
    ends = []
    for code in (source, target):
        edition = Edition.objects.select_related("standard").filter(code=code).first()
        if edition is None:
            refuse(as_json, [_no_edition(code)], kind=recognise.PAIRS, dry_run=dry_run)
        ends.append(edition)
    read = _read(file, as_json, dry_run)
    plan = pairing.plan_pairs(_table(read, as_json), source=ends[0], target=ends[1])
    answer = _pair_answer(plan, dry_run)
    if plan.faults:
        reasons = [_("Nothing was written: the table contradicts itself, or holds rows that cannot be read.")]
        refuse(as_json, reasons, map(str, plan.faults[:MOST_LINES]), **answer)
    if not dry_run:
        _write(lambda: actions.import_pairs(plans=[plan], by=SYSTEM, at=clock.now()), answer, as_json)
    sentence = _("%(read)s rows: %(added)s links added, %(changed)s changed, %(same)s there already.") % answer
    say(as_json, {"refused_because": [], **answer}, [*_unmatched_lines([plan]), *_dry(dry_run), sentence])


def _table(read: recognise.ReadFile, as_json: bool) -> PairTable:
    if read.table is None:
        refuse(as_json, [_("This is no table of pairs: source id, target id, relation.")], kind=read.kind)
    return read.table


def _pair_answer(plan: pairing.PairPlan, dry_run: bool) -> dict[str, Any]:
    return {
        "kind": recognise.PAIRS,
        "source": plan.source.code if plan.source else "",
        "target": plan.target.code,
        "read": plan.read,
        "added": len(plan.added),
        "changed": len(plan.changed),
        "same": plan.same,
        "unmatched": [asdict(one) for one in plan.unmatched],
        "doubled": [_pair(one) for one in plan.doubled],
        "contradicting": [_pair(one) for one in plan.contradicting],
        "refused": [asdict(one) for one in plan.refused],
        "dry_run": dry_run,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"row": pair.row, "source": pair.source, "target": pair.target, "relation": pair.relation}


@click.command(name="export")
@click.argument("code")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), required=True, help="mapping: the crosswalk of the edition."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def export(code: str, form: str, out: Path | None, dry_run: bool, as_json: bool) -> None:
    """Write an edition as XLSX, YAML or OSCAL catalog, its crosswalk as OSCAL mapping; or a profile as OSCAL profile.

    With --json and no --out the object holds the file itself: `content`, for a workbook `content_base64`.
    """
    prepare_database()
    content = _content(code, form, as_json)
    answer = {
        "code": code,
        "format": form,
        "file": str(out) if out else None,
        "bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "dry_run": dry_run,
    }
    if not (out or as_json or dry_run):
        click.echo(content, nl=False)
        return
    if out and not dry_run:
        _keep(out, content, as_json, answer)
    if not (out or dry_run):
        answer |= _packed(content, form)
    sentence = _("%(code)s as %(format)s: %(bytes)s bytes, SHA-256 %(sha256)s.") % answer
    say(as_json, {"refused_because": [], **answer}, [*_dry(dry_run), sentence] if dry_run else [])


def _content(code: str, form: str, as_json: bool) -> bytes:
    """The file, or a refusal with the reason."""
    edition = Edition.objects.select_related("standard").filter(code=code).first()
    profile = Profile.objects.filter(code=code).first()
    chinese = (get_language() or "").startswith("zh")
    if edition is None and profile is not None and form == "oscal":
        return write_profile(profile.carried).encode()
    if edition is None:
        refuse(as_json, [_no_edition(code)])
    try:
        return exported(edition, form, others=Edition.objects.all(), chinese=chinese, at=clock.now())
    except UnreadableFile as fault:
        refuse(as_json, [str(fault)])


def _packed(content: bytes, form: str) -> dict[str, str]:
    """The file as part of a JSON object."""
    return {"content_base64": b64encode(content).decode()} if form == "xlsx" else {"content": content.decode()}


def _keep(out: Path, content: bytes, as_json: bool, answer: dict[str, Any]) -> None:
    try:
        out.write_bytes(content)
    except OSError as fault:
        words = {"name": out, "fault": fault.strerror}
        refuse(as_json, [_("%(name)s cannot be written: %(fault)s.") % words], **answer)
