"""The sample documents of the invented county are documents."""

from lianchuang.demo.measures import sample_pdf
from lianchuang.evidence.files.looking import look_at
from lianchuang.evidence.files.shapes import PDF


def test_a_sample_is_a_pdf_with_its_parts_where_its_table_says() -> None:
    content = sample_pdf("M15 Liancheng 2025 (plan)")
    assert look_at(content).media_type == PDF
    table = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert content[table:].startswith(b"xref")
    places = [int(line.split()[0]) for line in content[table:].split(b"\n")[3:8]]
    assert all(content[place:].startswith(b"%d 0 obj" % number) for number, place in enumerate(places, start=1))
