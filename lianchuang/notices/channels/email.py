"""E-mail by SMTP, through Django."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from lianchuang.notices.channels.outcomes import NotSent, Unreachable, Unsure
from lianchuang.notices.models import Choice, Message

TEMPORARY = range(400, 500)


@contextmanager
def email_channel(message: Message) -> Iterator[Callable[[], None]]:
    """Connect to the mail server; the message carries its own id as Message-ID."""
    address = Choice.objects.filter(person=message.person_id).values_list("email", flat=True).first()
    if not address:
        raise NotSent("there is no address any more", is_final=True)
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as fault:
        raise Unreachable(f"the mail server does not answer: {fault}") from fault
    try:
        yield lambda: _hand_over(EmailMessage(
            subject=message.subject,
            body=message.body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            connection=connection,
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        ))  # fmt: skip
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def message_id(message: Message) -> str:
    """The id under which mail servers know it: always the same for one message."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "lianchuang"
    return f"<{message.pk.hex}@{host}>"


def _hand_over(mail: EmailMessage) -> None:
    try:
        mail.send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _words in fault.recipients.values()]
        is_final = not any(code in TEMPORARY for code in codes)
        raise NotSent(f"the address was refused ({', '.join(map(str, codes))})", is_final=is_final) from fault
    except smtplib.SMTPResponseException as fault:  # an answer: it was refused
        is_final = fault.smtp_code not in TEMPORARY
        raise NotSent(f"the mail server refused it: {fault.smtp_code}", is_final=is_final) from fault
    except (smtplib.SMTPException, OSError) as fault:  # no answer
        raise Unsure(f"the mail server did not answer: {fault}") from fault
