"""Reading the complaint box."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianchuang.campaigns.models import Complaint, JointCampaign


@dataclass(frozen=True)
class ComplaintCounts:
    """How many came in, and how many of them are answered."""

    all: int
    answered: int

    @property
    def waiting(self) -> int:
        return self.all - self.answered


def complaints_of(joint: JointCampaign) -> QuerySet[Complaint]:
    """The unanswered ones first, then the newest."""
    rows = Complaint.objects.filter(joint=joint).select_related("post__unit", "answered_by__unit")
    return rows.annotate(is_answered=~Q(answer="")).order_by("is_answered", "-said_on", "id")


def count_complaints(joint: JointCampaign) -> ComplaintCounts:
    """One query."""
    found = Complaint.objects.filter(joint=joint).aggregate(all=Count("pk"), answered=Count("pk", filter=~Q(answer="")))
    return ComplaintCounts(**found)
