"""The group of all commands."""

import locale
import os

import click
from django.utils import translation

import lianchuang
from lianchuang.config.cli.bulletins import bulletins_group
from lianchuang.config.cli.cases import import_group
from lianchuang.config.cli.charter import charter_group
from lianchuang.config.cli.checklists import checklists
from lianchuang.config.cli.demo import demo
from lianchuang.config.cli.doctor import doctor
from lianchuang.config.cli.duties import duties
from lianchuang.config.cli.evidence import evidence_group
from lianchuang.config.cli.findings import findings_group
from lianchuang.config.cli.photos import photos_group
from lianchuang.config.cli.rounds import rounds
from lianchuang.config.cli.serve import serve
from lianchuang.config.cli.standards import standards_group
from lianchuang.config.cli.standards_files import export, import_file, pairs
from lianchuang.config.cli.visits import visits
from lianchuang.config.cli.work import work


def reader_language() -> str:
    """Chinese on a Chinese terminal, else English; LIANCHUANG_LANGUAGE decides where it is set."""
    chosen = os.environ.get("LIANCHUANG_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    chosen = chosen or (locale.getlocale()[0] or "")
    return "zh-hans" if chosen.lower().startswith("zh") else "en"


@click.group()
@click.version_option(lianchuang.__version__, prog_name="lianchuang")
def main() -> None:
    """Lianchuang 联创: several official accreditations as one joint campaign.

    Data lives in LIANCHUANG_HOME (default ./var); DATABASE_URL picks PostgreSQL; the port is PORT, else 8000.
    """
    translation.activate(reader_language())


main.add_command(bulletins_group)
main.add_command(charter_group)
main.add_command(checklists)
main.add_command(demo)
main.add_command(doctor)
main.add_command(duties)
main.add_command(findings_group)
main.add_command(evidence_group)
main.add_command(import_group)
main.add_command(rounds)
main.add_command(photos_group)
main.add_command(serve)
main.add_command(standards_group)
main.add_command(work)
main.add_command(visits)
standards_group.add_command(export)
standards_group.add_command(import_file)
standards_group.add_command(pairs)
