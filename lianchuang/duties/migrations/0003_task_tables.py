import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('campaigns', '0002_charter'),
        ('duties', '0002_sponsorships_hand_overs_requirements'),
        ('standards', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('title', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('on', models.DateField()),
                ('notes', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('draft', 'Being looked through'), ('accepted', 'Accepted'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.campaign')),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-drafted_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TaskRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('place', models.CharField(max_length=100)),
                ('line', models.PositiveIntegerField()),
                ('cells', models.JSONField()),
                ('more', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('open', 'Open'), ('ready', 'Ready'), ('left_out', 'Left out'), ('accepted', 'Accepted')], default='open', max_length=10)),
                ('requirement_confidence', models.CharField(blank=True, max_length=6)),
                ('version', models.PositiveIntegerField(default=1)),
                ('lead_post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.post')),
                ('requirement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.requirement')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='duties.tasktable')),
            ],
            options={
                'ordering': ['table', 'order'],
            },
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=60)),
                ('remembered_at', models.DateTimeField()),
                ('county', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['text'],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=60)),
                ('chapter', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField()),
                ('due_on', models.DateField(blank=True, null=True)),
                ('rhythm', models.JSONField(blank=True, default=dict)),
                ('remarks', models.TextField(blank=True)),
                ('accepted_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='campaigns.campaign')),
                ('lead_post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='accounts.post')),
                ('lead_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('requirement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.requirement')),
                ('responsible', models.ManyToManyField(blank=True, related_name='+', to='accounts.unit')),
                ('supporting', models.ManyToManyField(blank=True, related_name='+', to='accounts.unit')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='duties.taskrow')),
            ],
            options={
                'ordering': ['row__table', 'row__order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('row', 'lead_unit'), name='task_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='tasktable',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('county', 'sha256'), name='task_table_draft_once'),
        ),
        migrations.AddIndex(
            model_name='taskrow',
            index=models.Index(fields=['table', 'state'], name='task_row_state'),
        ),
        migrations.AddConstraint(
            model_name='taskrow',
            constraint=models.UniqueConstraint(fields=('table', 'order'), name='task_row_once'),
        ),
        migrations.AddConstraint(
            model_name='unitalias',
            constraint=models.UniqueConstraint(fields=('county', 'text'), name='unit_alias_once'),
        ),
    ]
