import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('evidence', '0002_requests'),
        ('inspections', '0003_outside_visits'),
        ('sites', '0002_minimums_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Frame',
            fields=[
                ('sha256', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('size', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='round',
            name='commitment',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='round',
            name='committed_seed',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='round',
            name='salt',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='closed_note',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='closed_photo',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.storedfile'),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='closed_reason',
            field=models.CharField(blank=True, choices=[('shut', 'shut'), ('gone', 'no longer there'), ('refused', 'entry refused')], max_length=10),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='is_double',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replaced_by', to='inspections.roundsite'),
        ),
        migrations.AddField(
            model_name='visit',
            name='findings_held',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(condition=models.Q(('findings_held', True)), fields=['round'], name='visit_held'),
        ),
        migrations.AddField(
            model_name='round',
            name='frame',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='inspections.frame'),
        ),
        migrations.AddField(
            model_name='team',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='team',
            name='members',
            field=models.ManyToManyField(related_name='teams', to='accounts.post'),
        ),
        migrations.AddField(
            model_name='team',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='inspections.round'),
        ),
        migrations.AddField(
            model_name='roundsite',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stops', to='inspections.team'),
        ),
        migrations.AddConstraint(
            model_name='team',
            constraint=models.UniqueConstraint(fields=('round', 'number'), name='team_once'),
        ),
    ]
