from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitetype',
            name='minimum_confidence',
            field=models.CharField(blank=True, choices=[('official', 'Official'), ('secondhand', 'Second-hand'), ('unverified', 'Unverified')], max_length=12),
        ),
        migrations.AddField(
            model_name='sitetype',
            name='minimum_together',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
