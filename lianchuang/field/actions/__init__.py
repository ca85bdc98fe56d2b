"""Every write of the field app: what comes in, what becomes of it, photos piece by piece."""

from lianchuang.field.actions.photos import keep_photo
from lianchuang.field.actions.receiving import receive_submission
from lianchuang.field.actions.settling import let_count, set_aside, settle_submission

__all__ = ["keep_photo", "let_count", "receive_submission", "set_aside", "settle_submission"]
