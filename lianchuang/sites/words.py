"""How what concerns places is said as a sentence."""

from django.utils.translation import gettext as _

from lianchuang.sites.xlsform import ChecklistForm


def why_no_form(form: ChecklistForm) -> str:
    """Why nothing can be recorded with this form; empty when it can."""
    words = {"type": form.label.chinese, "code": form.code}
    if not form.items:
        return _("%(type)s (%(code)s) has no checklist.") % words
    if not form.sites:
        return _("%(type)s (%(code)s) has no site.") % words
    if not form.inspectors:
        return _("No post inspects yet; a form without inspecting posts cannot be filled in.")
    return ""
