import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('standards', '0004_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='measure',
            name='reading',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='measurelink',
            name='reading',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name='MeasureValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inputs', models.JSONField(blank=True, default=dict)),
                ('value', models.DecimalField(decimal_places=6, max_digits=20)),
                ('period_from', models.DateField()),
                ('period_to', models.DateField()),
                ('source', models.CharField(max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('is_current', models.BooleanField(default=True)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='standards.measure')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='standards.measurevalue')),
            ],
            options={
                'ordering': ['measure', 'place', 'period_to', 'pk'],
                'indexes': [models.Index(fields=['place', 'measure', 'is_current'], name='measure_value_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='measure_value_period'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('measure', 'place', 'period_from', 'period_to'), name='measure_value_once')],
            },
        ),
    ]
