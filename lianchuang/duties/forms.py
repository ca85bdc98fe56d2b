"""Shape of what is typed about rules, sponsorships, hand-overs and task tables."""

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianchuang.accounts.models import Person, Post, PostKind, Unit, UnitKind
from lianchuang.campaigns.models import Campaign
from lianchuang.common.days import DayField
from lianchuang.duties.models import TaskRow, Where
from lianchuang.duties.tasktable import UNIT_CELLS, Cell, Piece, Why
from lianchuang.duties.tasktable.deadlines import Today, read_deadline, written
from lianchuang.duties.tasktable.opening import MOST_BYTES, too_large
from lianchuang.duties.tasktable.readiness import leads_of
from lianchuang.duties.tasktable.unitbook import UnitBook
from lianchuang.sites.models import Category, CheckItem, Site, SiteType
from lianchuang.standards.models import Requirement

INDENT = "\u3000"  # one level down the tree


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A choice of units, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * (obj.path.count('.') - 1)}{obj.label}"


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of check items, each with its code."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.label}"


class RequirementChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of requirements and headings, set in by their place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{INDENT * obj.depth}{obj.code} {obj.label}"


class PostsChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """A choice of several posts, each with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class RuleForm(forms.Form):
    """When all conditions given hold, this post answers. A condition left open holds always."""

    requirement = RequirementChoice(
        label=pgettext_lazy("duty rule", "Requirement"),
        queryset=Requirement.objects.none(),
        required=False,
        help_text=_("With everything below it. Then no place and no kind of finding is chosen."),
    )
    site_type = forms.ModelChoiceField(label=_("Type of site"), queryset=SiteType.objects.all(), required=False)
    area = UnitChoice(label=pgettext_lazy("duty rule", "Within"), queryset=Unit.objects.none(), required=False)
    site_code = forms.CharField(
        label=_("Only this site"),
        max_length=30,
        required=False,
        help_text=_("Its code, when the rule is for one place."),
    )
    category = forms.ModelChoiceField(label=_("Kind of finding"), queryset=Category.objects.all(), required=False)
    item = ItemChoice(label=_("Check item"), queryset=CheckItem.objects.all(), required=False)
    is_whole = forms.BooleanField(label=_("Only for the place as a whole, not for what is found there"), required=False)
    post = PostChoice(label=_("This post answers"), queryset=Post.objects.none(), required=False)
    post_kind = forms.ModelChoiceField(
        label=_("Or a post of this kind"), queryset=PostKind.objects.all(), required=False
    )
    where = forms.ChoiceField(
        label=_("Looked for in"),
        choices=[("", "–"), *Where.choices],
        required=False,
        help_text=_("For a kind of post."),
    )
    responsible_posts = PostsChoice(label=_("Responsible posts"), queryset=Post.objects.none(), required=False)
    responsible_units = forms.ModelMultipleChoiceField(
        label=_("Responsible units"), queryset=Unit.objects.none(), required=False
    )
    supporting = forms.ModelMultipleChoiceField(
        label=_("Supporting units"), queryset=Unit.objects.none(), required=False
    )
    ground = forms.CharField(
        label=_("Ground"), max_length=200, required=False, help_text=_("The document or decision it rests on.")
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        sites: QuerySet[Site],
        requirements: QuerySet[Requirement],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._sites = sites
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        bureaus = units.filter(kind__in=[UnitKind.BUREAU, UnitKind.STREET, UnitKind.TOWN]).order_by("sort_key")
        for name, rows in (
            ("requirement", requirements),
            ("area", units.order_by("path")),
            ("post", posts),
            ("responsible_posts", posts),
            ("responsible_units", units.order_by("sort_key")),
            ("supporting", bureaus),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_site_code(self) -> Site | None:
        """The site with this code, among those one sees."""
        return _site_of(self._sites, self.cleaned_data["site_code"])

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `add_rule` takes it."""
        given = dict(self.cleaned_data)
        return {"site": given.pop("site_code"), **given}


def _site_of(sites: QuerySet[Site], code: str) -> Site | None:
    """The site with this code; None when none was typed."""
    code = code.strip()
    if not code:
        return None
    site = sites.filter(code=code).select_related("unit", "site_type").first()
    if site is None:
        raise forms.ValidationError(_("There is no site with this code."))
    return site


class SponsorshipForm(forms.Form):
    """Who stands behind which place: a unit or a leader's post behind an area, a leader's post behind a site."""

    area = UnitChoice(label=_("Street or area"), queryset=Unit.objects.none(), required=False)
    site_code = forms.CharField(
        label=_("Or one site"),
        max_length=30,
        required=False,
        help_text=_("Its code. Only a post can stand behind it here."),
    )
    unit = forms.ModelChoiceField(label=_("This unit stands behind it"), queryset=Unit.objects.none(), required=False)
    post = PostChoice(label=_("Or this leader's post"), queryset=Post.objects.none(), required=False)
    ground = forms.CharField(
        label=_("Ground"), max_length=200, required=False, help_text=_("The document or decision it rests on.")
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], sites: QuerySet[Site], **options: Any) -> None:
        super().__init__(*args, **options)
        self._sites = sites
        posts = Post.objects.filter(unit__in=units).select_related("unit").order_by("unit__path", "code")
        bodies = units.filter(kind=UnitKind.BUREAU).order_by("sort_key")
        for name, rows in (("area", units.order_by("path")), ("unit", bodies), ("post", posts)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_site_code(self) -> Site | None:
        """The site with this code, among those one sees."""
        return _site_of(self._sites, self.cleaned_data["site_code"])

    def parts(self) -> dict[str, Any]:
        """What was chosen, as `begin_sponsorship` takes it."""
        given = dict(self.cleaned_data)
        return {"site": given.pop("site_code"), **given}


class HandOverForm(forms.Form):
    """Who takes a post, and from which day."""

    taker = forms.ModelChoiceField(label=_("Who takes it"), queryset=Person.objects.none())
    from_day = DayField(
        label=_("From this day"),
        help_text=_("The first day on which the other person holds the post."),
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["taker"].queryset = people  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """As of which day one asks."""

    on = DayField(required=False)


class RetireForm(forms.Form):
    """Why a rule, a row or a table goes."""

    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("It stands in the history."))


class TryForm(forms.Form):
    """About which matter one asks at a site."""

    category = forms.ModelChoiceField(queryset=Category.objects.all(), to_field_name="code", required=False)
    item = forms.ModelChoiceField(queryset=CheckItem.objects.all(), to_field_name="code", required=False)


# --- task tables ---


class UploadForm(forms.Form):
    """A task table, and the campaign it belongs to."""

    file = forms.FileField(
        label=_("Task table"),
        help_text=_("XLSX or DOCX, up to 20 MB, without password and macros."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx"}),
    )
    campaign = forms.ModelChoiceField(label=_("For the campaign"), queryset=Campaign.objects.none())
    on = DayField(
        label=_("Dates without a year count from"),
        help_text=_("Usually the day of the table."),
    )

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """A file far too large is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(too_large())
        return file


NOBODY = "-"  # the answer that unknown words mean no unit
NONE = frozenset({"无", "没有", "-", "none"})  # typed for no deadline


class MendForm(forms.Form):
    """One row as a person puts it right. Units are typed by name, one after the other; unknown words get a unit each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    task = forms.CharField(label=_("Task"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)
    lead = forms.CharField(
        label=_("Leads"), max_length=500, required=False, help_text=_("One unit, or a group such as 各街道.")
    )
    responsible = forms.CharField(label=_("Responsible with it"), max_length=2000, required=False)
    supporting = forms.CharField(label=_("Supporting"), max_length=2000, required=False)
    deadline = forms.CharField(
        label=_("Deadline"),
        max_length=100,
        required=False,
        help_text=_("For example 2026-09-30, 每月25日前, 每季度末, 长期坚持, 立行立改; or nothing."),
    )
    lead_post = PostChoice(
        label=_("Post that answers"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Left open: the coordinator of the leading unit."),
    )
    requirement = RequirementChoice(
        label=pgettext_lazy("task table", "Requirement"), queryset=Requirement.objects.none(), required=False
    )
    number = forms.CharField(label=pgettext_lazy("task table", "Number"), max_length=60, required=False)
    chapter = forms.CharField(label=_("Heading"), max_length=300, required=False)
    remarks = forms.CharField(label=_("Remarks"), max_length=2000, required=False)
    remember = forms.BooleanField(label=_("Remember this for the next table"), required=False, initial=True)

    def __init__(
        self, *args: Any, row: TaskRow, book: UnitBook, units: QuerySet[Unit], posts: QuerySet[Post], **options: Any
    ) -> None:
        self._row, self._book = row, book
        self._cells = {name: Cell.from_json(data) for name, data in row.cells.items()}
        options["initial"] = self._as_it_is()
        super().__init__(*args, **options)
        self._units = {unit.code: unit for unit in units}
        self.unknown = list(
            {piece.text: piece for name in UNIT_CELLS for piece in self._cells[name].open_pieces}.values()
        )
        for number, piece in enumerate(self.unknown):
            self.fields[f"means_{number}"] = self._meaning(piece)
        if not self.unknown:
            del self.fields["remember"]
        self._ask_for_deadline()
        self.fields["lead_post"].queryset = posts  # type: ignore[attr-defined]
        edition = row.table.campaign.edition_id if row.table.campaign else None
        self.fields["requirement"].queryset = Requirement.objects.filter(edition=edition).order_by("path")  # type: ignore[attr-defined]
        first = ["version", *(f"means_{number}" for number in range(len(self.unknown))), "remember"]
        self.order_fields([name for name in first if name in self.fields])

    def _ask_for_deadline(self) -> None:
        """Words that gave no date must be answered, so that nobody drops them by saving."""
        cell, field = self._cells["deadline"], self.fields["deadline"]
        if cell.value is None and cell.text and cell.confidence == "unsure":
            field.required = True
            perhaps = "、".join(candidate["date"] for candidate in cell.candidates if "date" in candidate)
            field.help_text = _("“%(text)s” gave no date. Write one, a rhythm such as 每月25日前, or 无 for none.") % {
                "text": cell.text
            }
            if perhaps:
                field.help_text += " " + _("Perhaps %(dates)s.") % {"dates": perhaps}

    def _as_it_is(self) -> dict[str, Any]:
        row, cells = self._row, self._cells
        return {
            "version": row.version,
            **{name: cells[name].value for name in ("task", "number", "remarks")},
            "chapter": " / ".join(cells["chapter"].value),
            **{name: self._names(cells[name]) for name in UNIT_CELLS},
            "deadline": written(cells["deadline"].value),
            "lead_post": row.lead_post_id,
            "requirement": row.requirement_id,
        }

    def _names(self, cell: Cell) -> str:
        """The known units of a cell as one would type them; groups by their own words."""
        known = {unit.code: unit.short_name for unit in self._book.units}
        said = [
            piece.text if piece.is_group else "、".join(known.get(code, code) for code in piece.units)
            for piece in cell.pieces
            if piece.units
        ]
        return "、".join(said or [known.get(code, code) for code in cell.value])

    def _meaning(self, piece: Piece) -> forms.ChoiceField:
        fitting = [(code, self._units[code].label) for code in piece.candidates if code in self._units]
        others = [(code, unit.label) for code, unit in self._units.items() if code not in piece.candidates]
        choices = [
            ("", _("choose")), (NOBODY, _("nobody: leave it out")), (_("May be meant"), fitting), (_("All units"), others),
        ]  # fmt: skip
        return forms.ChoiceField(
            label=_("“%(text)s” means") % {"text": piece.text},
            choices=[choice for choice in choices if choice[1]],
        )

    def _typed_units(self, name: str) -> list[Piece]:
        """The units typed in a field, each understood. Raises ValidationError naming what is not."""
        words = [word for word in re.split(r"[、，,；;\n]+", self.cleaned_data[name]) if word.strip()]
        pieces = [self._book.resolve(word.strip()) for word in words]
        unknown = [piece.text for piece in pieces if not piece.units]
        if unknown:
            raise forms.ValidationError(_("No unit is called: %(names)s.") % {"names": "、".join(unknown)})
        return [replace(piece, confidence="sure", why=Why("mended")) for piece in pieces]

    def clean_responsible(self) -> list[Piece]:
        """The responsible units typed."""
        return self._typed_units("responsible")

    def clean_supporting(self) -> list[Piece]:
        """The supporting units typed."""
        return self._typed_units("supporting")

    def clean_lead(self) -> list[Piece]:
        """The leading unit typed."""
        return self._typed_units("lead")

    def clean_deadline(self) -> dict[str, Any] | None:
        """A deadline that is understood, or none."""
        said = self.cleaned_data["deadline"].strip()
        if not said or said in NONE:
            return None
        if said == self.initial["deadline"]:
            return self._cells["deadline"].value  # type: ignore[no-any-return]
        cell = read_deadline(said, Today(self._row.table.on))
        if cell.value is None or cell.confidence == "unsure":
            raise forms.ValidationError(_("Write a whole date such as 2026-09-30, a rhythm, or nothing."))
        return cell.value  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        """Exactly one unit, or one group, leads."""
        given = super().clean() or {}
        if "lead" in given and not self.errors:
            cell = self._unit_cell("lead")
            if not leads_of(cell):
                self.add_error("lead", _("Exactly one unit must lead; put the others under responsible."))
        return given

    def _chosen(self) -> dict[str, Unit]:
        """Unknown words → the unit that a person chose for them."""
        chosen = {piece.text: self.cleaned_data.get(f"means_{number}") for number, piece in enumerate(self.unknown)}
        return {text: self._units[code] for text, code in chosen.items() if code in self._units}

    def _unit_cell(self, name: str) -> Cell:
        chosen = self._chosen()
        named = [piece.text for piece in self._cells[name].open_pieces if piece.text in chosen]
        said = [Piece(text, (chosen[text].code,), "sure", Why("mended")) for text in named]
        pieces = [*self.cleaned_data[name], *said]
        codes = list(dict.fromkeys(code for piece in pieces for code in piece.units))
        return Cell.mended(codes, self._cells[name].text, pieces)

    def parts(self) -> dict[str, Any]:
        """What was mended, as `mend_row` takes it: only cells that were doubtful or are different now."""
        given = self.cleaned_data
        cells = {name: self._unit_cell(name) for name in UNIT_CELLS}
        chapter = [part.strip() for part in given["chapter"].split(" / ") if part.strip()]
        values = {"chapter": chapter, **{name: given[name] for name in ("task", "number", "remarks", "deadline")}}
        cells |= {name: Cell.mended(value, self._cells[name].text) for name, value in values.items()}
        before = self._cells
        return {
            "cells": {
                name: cell
                for name, cell in cells.items()
                if cell.value != before[name].value or before[name].confidence != "sure"
            },
            "remember": self._chosen() if given.get("remember") else {},
            "lead_post": given["lead_post"],
            "requirement": given["requirement"],
            "expected_version": given["version"],
        }


class AcceptForm(forms.Form):
    """For which campaign the tasks are; fixed when the table was uploaded for one."""

    campaign = forms.ModelChoiceField(label=_("For the campaign"), queryset=Campaign.objects.none())

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], campaign: Campaign | None, **options: Any) -> None:
        options["initial"] = {"campaign": campaign.pk if campaign else None}
        super().__init__(*args, **options)
        rows = campaigns.filter(pk=campaign.pk) if campaign else campaigns
        self.fields["campaign"].queryset = rows  # type: ignore[attr-defined]
