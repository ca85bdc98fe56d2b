"""Small valid files of every kind that is taken, and files made to harm; all made here, none from outside."""

import base64
import io
import struct
import zipfile
import zlib
from functools import cache

import xlsxwriter
from docx import Document
from PIL import Image

# 64 × 48 grey, as a phone of one maker writes pictures (made with pillow-heif).
HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAX1tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABoQABAAAAAAAAAB8AAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5j"
    "bHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBp"
    "eGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAACdtZGF0AAAAGygBrwtg9QruC418WNfdRrq5+3/KjM9HuAA9Ww=="
)

# One empty page, locked with a password (made with pikepdf), compressed.
LOCKED_PDF = (
    r"c-n<iy^b735SBAE34#<Mb+QN{+0$L!)j!heB%gOzLbi3MJA8>n&_6ZjMSC-+*}2o%67Rq>SVROQBxD4<0|5zdKtceKMa}qr7G1#1"
    r"NZnmkUwvQIRL>3<tB2~5t7gCa{q|j@gcM!+rkc-1y}TNz-LAWKE5_sF#r|^I?8hygP(OM^&Cs35XLLy$;l<wG_|=E;l(qsm=aHzt"
    r"dVNl!eiDbc=}y^QQCmhT*r9yVU9^KxqJFwATk%rp3HtR7_<g=RsQwSMWf8+xnD=zgsjTCEcg0yGzgB^80mfX1vFE@WSx2<(F8WMU"
    r"k)!B4svRb?!}N^W)8UoSAnMh6Gf>a#CJwZq+?5Hm9eRpq)$c$3^@n-z+qa)RxP%Wr|Mlk&Kl$<9KOcSi-4FWv*`q%{{$fmi9ePcJ"
    r"y9KSLZXXZjdiVHZc(uG7rPqrtADmM=20drT^7usW>bh?Kjk@C@wk7uEHU!X$`asNma=MW!W}S5t3L;6e#VQJpWGqHHV|6OQ`D|jL"
    r";!KJ$f`&{8Ay^x<w>ib&FgGSU2-5p3QvofpKw%9BJTndf*j<WqXpBjkiZ;foVqH`tDPq(rK+;VLfSMCEwq%W%Qt~E_lO!H037$99"
    r"pYg9!jEvewWefUHlFcP&j{&m;o5~0|5_T;8Y<1H^Ui!Pk3o$o^S#z)+Z9uL}r5qdp%EVQ8&G|K1(xo(oqQ@rjqPX0YYzW@S28=?&"
    r"CN{=+lpL;{MzElb0uvI8c){gENUYH+X^afIpd%Zj1KX4c8M1fipm@iPH4UVa(0GVitHw%6iX5jo5x6sqS3NZqk8~w(A7K$SibmYp"
    r"6wlJ+X>V;x%lkGT?%5#R$LiqkY(pQ{8=kCjDv!Euys^_=I$pn_vFl$h#LGEIOWrn#a-hg_lzqs_5N|@x+}FMTkKoI?Y;*tmd=NM>"
    r"Om{2x!_<Lbd^MXb4_4K`-5*c^"
)


def a_locked_pdf() -> bytes:
    return zlib.decompress(base64.b85decode(LOCKED_PDF))


def a_pdf(words: str = "sample", *, catalog: bytes = b"", pages: int = 1, head: bytes = b"%PDF-1.4\n") -> bytes:
    """A PDF with these words on its pages; `catalog` is added to its root."""
    text = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode("ascii")
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    parts += [page] * pages
    return pdf_of(parts, head)


def pdf_of(parts: list[bytes], head: bytes = b"%PDF-1.4\n", trailer: bytes = b"") -> bytes:
    """Numbered objects with their table."""
    body, places = head, []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, trailer, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + end


@cache
def a_docx() -> bytes:
    document, buffer = Document(), io.BytesIO()
    document.add_paragraph("年度计划")
    document.save(buffer)
    return buffer.getvalue()


@cache
def a_xlsx() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "年度计划")
    return buffer.getvalue()


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (48, 36)) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def packed(parts: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return buffer.getvalue()


def docx_with(parts: dict[str, bytes]) -> bytes:
    """A DOCX that holds more than it should; a part of the same name is replaced."""
    with zipfile.ZipFile(io.BytesIO(a_docx())) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    return packed({**held, **parts})


def bare_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def a_heic() -> bytes:
    return base64.b64decode(HEIC)
