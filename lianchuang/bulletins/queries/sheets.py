"""A bulletin or a letter as a sheet to be printed: the same words and figures as on its page, without links."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from lianchuang.bulletins.documents import (
    Annex,
    Block,
    Bullets,
    Figures,
    Group,
    Heading,
    Note,
    Pairs,
    Paragraph,
    PrintedPair,
    Sheet,
    Table,
    to_docx_bytes,
    to_pdf_bytes,
)
from lianchuang.bulletins.documents.photos import print_copies
from lianchuang.bulletins.models import Bulletin, BulletinKind, Correction
from lianchuang.bulletins.queries.letters import LetterPage, day_words
from lianchuang.bulletins.queries.pages import BulletinPage, Line, Shown, correction_number
from lianchuang.bulletins.queries.paper import Paper, Part, Run
from lianchuang.bulletins.rules import BY_KEY, shows_rate
from lianchuang.bulletins.rules.wording import Form
from lianchuang.common import clock
from lianchuang.common.templatetags.lc import percent

Progress = Callable[[int], None]
FORMATS = {"docx": to_docx_bytes, "pdf": to_pdf_bytes}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
STRIP_LABELS = {
    "visited": lambda: _("Sites visited"),
    "new": lambda: _("New findings"),
    "due_closed": lambda: _("Closing rate"),
    "on_time": lambda: _("On-time rate"),
    "repeat": lambda: _("Repeat rate"),
}


def rate_words(value: int, denominator: int | None) -> str:
    """A figure in print: a count, a rate with its counts, below ten the counts alone, of nothing a dash."""
    if denominator is None:
        return str(value)
    if not denominator:
        return "–"
    if not shows_rate(denominator):
        return f"{value}/{denominator}"
    return _("%(percent)s%% (%(value)s/%(denominator)s)") % {
        "percent": percent(value, denominator),
        "value": value,
        "denominator": denominator,
    }


def photos_in(bulletin: Bulletin) -> int:
    """How many photos have to be read for its print: what a progress bar counts."""
    return 2 * bulletin.pairs.count()


def bulletin_sheet(page: BulletinPage, progress: Progress = lambda _done: None) -> Sheet:
    """The sheet of a bulletin. `progress` is told how many photos are ready."""
    paper, bulletin = Paper(page), page.bulletin
    issued = bulletin.published_at or bulletin.signed_at
    date = day_words(clock.local(issued).date(), with_year=True) if issued else _("not signed yet")
    return Sheet(
        office=page.office,
        masthead=paper.masthead,
        number=_tight(page.number),
        title=paper.title,
        addressee=paper.addressee,
        blocks=[*(Paragraph(_words(page, runs)) for runs in paper.opening), *_in_order(page, paper)],
        date=_tight(date),
        copies=paper.copies,
        issued=_tight(_("Issued %(day)s") % {"day": date}) if bulletin.is_published else "",
        annexes=list(_annexes(page, paper, progress)),
        corrections=[correction_words(one) for one in page.signed_corrections],
        warning="" if bulletin.is_published else _("Draft, not published"),
        annex_word=_("Annex"),
        is_chinese=(get_language() or "").startswith("zh"),
    )


def _in_order(page: BulletinPage, paper: Paper) -> Iterator[Block]:
    for part in paper.parts:
        yield from _section(page, part)


def _tight(words: str) -> str:
    """Without the thin gaps of the screen: the standard writes 〔2026〕13号 and 2026年11月16日."""
    return words.replace(" ", "") if (get_language() or "").startswith("zh") else words


def _words(page: BulletinPage, runs: Sequence[Run]) -> str:
    return "".join(_run_words(page, run) for run in runs)


def _run_words(page: BulletinPage, run: Run) -> str:
    if run.form is Form.FACT:
        return run.words
    shown = page.shown(run.key)
    return rate_words(shown.value, shown.denominator if run.form is Form.RATE else None)


def _section(page: BulletinPage, part: Part) -> Iterator[Block]:
    yield Heading(f"{part.numeral}{pgettext('after the number of a section', '. ')}{part.heading}")
    if part.key != "vetoes" or page.value("veto"):
        yield from (Paragraph(_words(page, runs)) for runs in part.paragraphs)
    match part.key:
        case "vetoes":
            yield from _vetoes(page)
        case "whole":
            yield from _whole(page)
        case "units":
            yield from _units(page)
        case "pairs":
            count = len(page.pairs)
            words = ngettext("%(n)s pair of photos: see the annex.", "%(n)s pairs of photos: see the annex.", count)
            yield Paragraph(words % {"n": count})
        case "outlook":
            lines = page.outlook or [_("Not written yet. Left empty, the section is left out.")]
            yield from (Paragraph(line) for line in lines)


def _vetoes(page: BulletinPage) -> Iterator[Block]:
    if not page.value("veto"):
        yield Paragraph(_("No finding on which a veto hangs is open."))
        return
    lines = [
        f"{matter.words['place']}{_(': ')}{matter.title}"
        + _(" (%(number)s, found %(day)s)") % {"number": matter.words["number"], "day": matter.words["found"]}
        for matter in page.vetoes
    ]
    if page.more_vetoes > 0:
        lines.append(ngettext("and %(n)s more", "and %(n)s more", page.more_vetoes) % {"n": page.more_vetoes})
    yield Bullets(lines)


def _whole(page: BulletinPage) -> Iterator[Block]:
    yield Figures([_strip(shown) for shown in page.strip])
    if page.campaigns and page.bulletin.kind != BulletinKind.CAMPAIGN:
        keys = ("new", "due", "due_closed", "on_time", "deferred")
        rows = [[f"{line.campaign.seal} {line.label}", *(_cell(line, key) for key in keys)] for line in page.campaigns]
        joint = [rate_words(shown.value, shown.denominator) for shown in map(page.shown, keys)]
        rows.append([_("Joint, each counted once"), *joint])
        head = [pgettext("bulletin column", "Campaign"), *_heads("New", "Due"), _("Closing rate"), _("On-time rate")]
        head += _heads("Deferred")
        yield Table(head, [Group("", rows)], (3, 1, 1, 2.2, 2.2, 1), frozenset(range(1, 6)))
        yield Note(
            _(
                "One finding may count for several campaigns; the campaigns therefore add up to more than the joint figure."
            )
        )


def _heads(*names: str) -> list[str]:
    words = {
        "New": pgettext("bulletin column", "New"),
        "Due": pgettext("bulletin column", "Due"),
        "Deferred": pgettext("bulletin column", "Deferred"),
        "Rework": pgettext("bulletin column", "Rework"),
        "Repeats": pgettext("bulletin column", "Repeats"),
    }
    return [words[name] for name in names]


def _strip(shown: Shown) -> tuple[str, str, str]:
    name = STRIP_LABELS[shown.key]()
    if shown.key == "visited":
        return str(shown.value), name, _("of %(n)s planned") % {"n": shown.denominator}
    if shown.denominator is None:
        return str(shown.value), name, _("each counted once")
    base = f"{shown.value}/{shown.denominator} {shown.figure.base_words}"
    if not shown.denominator:
        return "–", name, base
    if not shows_rate(shown.denominator):
        return f"{shown.value}/{shown.denominator}", name, str(shown.figure.base_words)
    return f"{percent(shown.value, shown.denominator)}%", name, base


def _cell(line: Line, key: str) -> str:
    base = BY_KEY[key].base
    denominator = line.counts[base] if base in line.counts and line.rates else None
    return rate_words(line.counts[key], denominator)


def _units(page: BulletinPage) -> Iterator[Block]:
    keys = ("due", "due_closed", "on_time", "rework", "repeat", "deferred")
    groups = [
        Group(str(league.label), [[_line_name(line), *(_cell(line, key) for key in keys)] for line in league.lines])
        for league in page.leagues
    ]
    if groups:
        head = [_("Unit (by name within its group)"), *_heads("Due"), _("Closing rate"), _("On-time rate")]
        head += _heads("Rework", "Repeats", "Deferred")
        yield Table(head, groups, (3, 1, 2.1, 2.1, 0.9, 0.9, 0.9), frozenset(range(1, 7)))
    yield Note(units_note(page))


def _line_name(line: Line) -> str:
    return _("%(n)s other units") % {"n": line.units} if line.units > 1 else line.label


def units_note(page: BulletinPage) -> str:
    """What the table of units leaves out, and how it is to be read."""
    facts = {"n": page.value("due"), "left_out": page.value("left_out")}
    words = _("Due in all: %(n)s. Deferred ones and those awaiting a ruling are not counted as due: %(left_out)s.")
    note = words % facts
    if facts["left_out"]:
        with_them = rate_words(page.value("due_closed"), page.with_left_out)
        note += _(" Counted with them, the closing rate is %(with_them)s.") % {"with_them": with_them}
    return note + _(
        " Units with fewer than 10 due show counts only; the smallest are summed. No person is listed and nobody is ranked."
    )


def correction_words(correction: Correction) -> str:
    """A correction as it is printed with the bulletin."""
    day = day_words(clock.local(correction.signed_at).date(), with_year=True) if correction.signed_at else ""
    return _("Correction (%(number)s, %(day)s): %(where)s. Printed: “%(wrong)s”; right: “%(right)s”. %(cause)s") % {
        "number": _tight(correction_number(correction)),
        "day": _tight(day),
        "where": correction.where,
        "wrong": correction.wrong,
        "right": correction.right,
        "cause": correction.cause,
    }


def _annexes(page: BulletinPage, paper: Paper, progress: Progress) -> Iterator[Annex]:
    shown = {part.key: part.heading for part in paper.parts}
    if "list" in shown:
        yield Annex(shown["list"], [_list_table(page)])
    if "pairs" in shown:
        yield Annex(shown["pairs"], [Pairs(list(_printed(page, progress)))])


def _finding_columns() -> list[str]:
    return [
        pgettext("of a finding", "Number"),
        _("Place"),
        _("Finding"),
        pgettext("bulletin column", "Unit"),
        pgettext("bulletin column", "Until"),
    ]


def _list_table(page: BulletinPage) -> Table:
    head = [*_finding_columns(), pgettext("bulletin column", "State")]
    rows = [
        [one.words["number"], one.words["place"], one.title, one.unit, one.words["due"] or "–", one.state]
        for one in page.listed
    ]
    return Table(head, [Group("", rows)], (1, 2.4, 3, 1.5, 1, 1.1))


def _printed(page: BulletinPage, progress: Progress) -> Iterator[PrintedPair]:
    pairs = page.bulletin.pairs.select_related("before__file", "after__file").order_by("order")
    paths = [photo.file.path for pair in pairs for photo in (pair.before, pair.after)]
    copies = print_copies(paths)
    for done, matter in enumerate(page.pairs, start=1):
        before, after = next(copies), next(copies)
        progress(2 * done)
        words = matter.words
        yield PrintedPair(
            before,
            after,
            _("Before, %(day)s") % {"day": words["before"]},
            _("After, %(day)s") % {"day": words["after"]},
            f"{words['place']}{_(': ')}{matter.title}{pgettext('number in brackets', ' (%s)') % words['number']}",
        )


def letter_sheet(page: LetterPage) -> Sheet:
    """The sheet of a letter: before the signature as it would be."""
    letter = page.letter
    signed = letter.signed_at
    rows = [[row["number"], row["place"], row["title"], row["unit"], row["due"]] for row in page.rows]
    table = Table(_finding_columns(), [Group("", rows)], (1, 2.4, 3, 1.5, 1.6))
    date = _tight(day_words(clock.local(signed).date(), with_year=True)) if signed else _("not signed yet")
    return Sheet(
        office=page.office,
        masthead=page.masthead,
        number=_tight(page.number) or _("no number yet"),
        title=page.title,
        addressee=page.unit + pgettext("after whom a letter is addressed to", ":"),
        blocks=[Paragraph(words) for words in page.paragraphs],
        date=date,
        copies="",
        issued=_tight(_("Issued %(day)s") % {"day": date}) if signed else "",
        annexes=[Annex(_("Findings"), [table])],
        warning="" if signed else _("Proposed, not signed"),
        annex_word=_("Annex"),
        is_chinese=(get_language() or "").startswith("zh"),
    )
