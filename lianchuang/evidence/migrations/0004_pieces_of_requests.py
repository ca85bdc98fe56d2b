"""What was handed in so far becomes the first piece of each request."""

from django.db import migrations


def fill(apps, _schema_editor):
    EvidenceRequest = apps.get_model("evidence", "EvidenceRequest")
    Evidence = apps.get_model("evidence", "Evidence")
    answered = EvidenceRequest.objects.filter(supplied_at__isnull=False, pieces__isnull=True)
    made = []
    for one in answered.iterator():
        if not one.file_id and not one.reference:
            continue
        made.append(
            Evidence(
                request=one,
                file_id=one.file_id,
                name=one.file_name if one.file_id else "",
                reference="" if one.file_id else one.reference,
                shelf="" if one.file_id else one.note[:120],
                supplied_by_id=one.supplied_by_id,
                supplied_at=one.supplied_at,
            )
        )
    Evidence.objects.bulk_create(made, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("evidence", "0003_pieces_and_books"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
