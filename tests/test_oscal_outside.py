"""What others made and others check: NIST's files through the database, compliance-trestle on what we write."""

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.packs import loading
from lianchuang.standards.actions import (
    import_edition,
    import_pairs,
    import_profile,
    load_edition,
    load_measures,
    publish_edition,
)
from lianchuang.standards.exchange.oscal_profile import write_profile
from lianchuang.standards.exchange.pairs import read_pairs
from lianchuang.standards.exchange.recognise import read_file
from lianchuang.standards.exchange.sheets import read_sheets, write_sheets
from lianchuang.standards.models import Edition
from lianchuang.standards.queries.exchange import edition_file, figures_of, plan_edition, plan_profile
from lianchuang.standards.queries.exporting import exported
from lianchuang.standards.queries.pairing import plan_pairs
from scripts import trestle

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
SHARED = Path(os.environ.get("LIANCHUANG_SHARED") or Path(__file__).resolve().parents[2] / "shared")
NIST = SHARED / "data" / "standards"
REAL = pytest.mark.skipif(not NIST.is_dir(), reason=f"NIST's files are not at {NIST}")
CATALOGUES = {  # file: active, withdrawn, selected, links to nothing
    "nist_sp800-53_rev4_catalog.json.gz": (826, 96, 0, 0),
    "rev5_LOW_resolved.json.gz": (149, 0, 149, 501),
}


def bytes_of(name: str) -> bytes:
    content = (NIST / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def taken(name: str, code: str = "") -> Edition:
    read = read_file((NIST / name).read_bytes(), name)
    return import_edition(plan=plan_edition(read.edition, code=code), by=SYSTEM, at=AT)


@REAL
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("name", CATALOGUES)
def test_a_real_catalogue_loads_counts_and_comes_out_byte_for_byte(name: str) -> None:
    plan = plan_edition(read_file((NIST / name).read_bytes(), name).edition)
    assert (plan.counts.active, plan.counts.withdrawn, plan.selected, len(plan.links)) == CATALOGUES[name]
    edition = import_edition(plan=plan, by=SYSTEM, at=AT)
    figures = figures_of(edition)
    assert (figures.counts.active, figures.counts.withdrawn) == CATALOGUES[name][:2]
    assert exported(edition, "oscal", others=Edition.objects.none(), chinese=True, at=AT) == bytes_of(name)
    sheet = read_sheets(write_sheets(edition_file(edition), chinese=True))
    assert not sheet.refused
    assert not plan_edition(sheet).difference.anything


@REAL
@pytest.mark.slow
@pytest.mark.django_db
def test_real_profiles_select_what_they_say() -> None:
    edition = taken("rev5_LOW_resolved.json.gz")
    for name, selected, unknown in (("rev5_LOW_profile.json", 149, 0), ("rev5_MODERATE_profile.json", 287, 138)):
        read = read_file((NIST / name).read_bytes(), name)
        plan = plan_profile(read.profile, Edition.objects.all())
        assert (plan.edition, len(plan.selected), len(plan.links)) == (edition, selected, unknown)
        assert write_profile(import_profile(plan=plan, by=SYSTEM, at=AT).carried).encode() == bytes_of(name)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(
    not trestle.is_installed(), reason="compliance-trestle is not there: python3 -m scripts.trestle --install"
)
def test_trestle_validates_what_we_write(tmp_path: Path) -> None:
    editions = [
        publish_edition(edition=load_edition(pack=pack, by=SYSTEM, at=AT), by=SYSTEM, at=AT)
        for pack in loading.load_editions()
    ]
    load_measures(pack=loading.load_measures(), by=SYSTEM, at=AT)
    ends = {edition.code: edition for edition in editions}
    pairs = read_pairs([["WS-V5a", "YL-1", "⊂"], ["WS-V11", "YL-8", "∩"]])
    plan = plan_pairs(pairs, source=ends["weisheng-2014"], target=ends["yuanlin-county-2010"])
    import_pairs(plans=[plan], by=SYSTEM, at=AT)
    files = []
    for edition in editions:
        for form in ("oscal", "mapping"):
            files.append(tmp_path / f"{edition.code}-{form}.json")
            files[-1].write_bytes(exported(edition, form, others=Edition.objects.all(), chinese=True, at=AT))
    assert not trestle.faults_of(files)
    broken = json.loads(files[0].read_text(encoding="utf-8"))
    del broken["catalog"]["metadata"]["version"]
    files[0].write_text(json.dumps(broken), encoding="utf-8")
    assert trestle.faults_of(files[:1])
