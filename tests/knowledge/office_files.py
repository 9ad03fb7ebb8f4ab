"""Builders of small office files for the reader tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.knowledge.documents import Document, read_document
from assistant.knowledge.sources import SourceMeta

TODAY = date(2026, 11, 21)


def read(path: Path, *, root: Path | None = None, meta: SourceMeta | None = None) -> Document:
    """Read ``path`` as the sync does."""
    return read_document(path, root=root or path.parent, meta=meta or SourceMeta(), today=TODAY)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def texts(document: Document) -> str:
    """Return all that would become passages, headings included."""
    return "\n".join("\n".join((*section.heading, section.question, section.text)) for section in document.sections)


def replace_member(path: Path, name: str, data: bytes) -> None:
    """Rewrite an office file with one member replaced or added."""
    with zipfile.ZipFile(path) as archive:
        members = {item: archive.read(item) for item in archive.namelist()}
    members[name] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, content in members.items():
            archive.writestr(item, content)


def pdf(
    lines: Sequence[tuple[float, float, float, str]], *, pages: int = 1, encrypt: bool = False, mapped: bool = False
) -> bytes:
    """Return a PDF with ``(x, y, size, text)`` lines in a Chinese CID font, the same on each page.

    With ``mapped`` the font brings its own table of characters, as office programs write it.
    """
    content = "BT\n" + "".join(
        f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj\n" for x, y, size, text in lines
    )
    stream = (content + "ET").encode()
    kids = " ".join(f"{10 + number} 0 R" for number in range(pages))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        3: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        4: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [5 0 R] >>",
        5: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (GB1) /Supplement 4 >> /FontDescriptor 6 0 R /DW 1000 >>",
        6: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    }
    if encrypt:
        key = "00" * 32
        objects[7] = f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>".encode()
    if mapped:
        table = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n<0000> <FFFF>\n"
        table += b"endcodespacerange\n1 beginbfrange\n<0020> <FFFF> <0020>\nendbfrange\nendcmap end end"
        objects[8] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table)
        objects[4] = (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H "
            b"/ToUnicode 8 0 R /DescendantFonts [5 0 R] >>"
        )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
    page += b"/Resources << /Font << /F1 4 0 R >> >> >>"
    objects |= {10 + number: page for number in range(pages)}
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = {}
    for number, body in objects.items():
        offsets[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n" % size)
    for number in range(size):
        out.write(b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n")
    locked = b" /Encrypt 7 0 R /ID [<00> <00>]" if encrypt else b""
    out.write(b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF" % (size, locked, start))
    return out.getvalue()
