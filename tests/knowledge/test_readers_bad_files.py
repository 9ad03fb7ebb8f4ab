"""Files that cannot be taken in: each has one Chinese reason, never a traceback, and never takes long."""

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.errors import ReadError
from tests.knowledge.office_files import pdf, read, replace_member, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def reason(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    text = caught.value.reason
    assert text
    assert "\n" not in text
    return text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.pdf"])
@pytest.mark.parametrize("data", [b"not at all", b"PK\x03\x04 broken", b"%PDF-1.4 broken", b"\x00" * 5000])
def test_corrupt(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert "损坏" in reason(path) or "没有文字层" in reason(path)


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx"])
def test_encrypted_office(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600)
    assert "密码" in reason(path)


def test_an_old_format_under_a_new_name(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    assert "旧版" in reason(path)


def test_encrypted_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([(72, 700, 12, "内容")], encrypt=True))
    assert "密码" in reason(path)


def test_pdf_without_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([]))
    assert "没有文字层" in reason(path)


@pytest.mark.parametrize("member", ["word/document.xml", "word/media/image1.png", "other.bin"])
def test_zip_bomb(tmp_path: Path, member: str) -> None:
    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    replace_member(path, member, b"\x00" * (64 * 1024 * 1024))
    assert "压缩炸弹" in reason(path)


def test_zip_with_very_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"xl/{number}", b"")
    assert "压缩炸弹" in reason(path)


def test_a_workbook_named_as_a_document(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    path = tmp_path / "a.docx"
    path.write_bytes(buffer.getvalue())
    assert "扩展名不符" in reason(path)


def test_binary_named_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 64)
    assert "二进制" in reason(path)


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", "{oops"), ("a.yaml", "a: [b"), ("a.jsonl", "x\ny"), ("a.yaml", "a: &a [1]\nb: *a")]
)
def test_broken_data(tmp_path: Path, name: str, text: str) -> None:
    assert "JSON" in (said := reason(write(tmp_path / name, text))) or "YAML" in said


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.csv", "a.json", "a.yaml"])
def test_only_blanks(tmp_path: Path, name: str) -> None:
    assert reason(write(tmp_path / name, " \n\t\n"))


def test_an_empty_workbook_and_document(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    docx.Document().save(str(tmp_path / "a.docx"))
    assert reason(tmp_path / "a.xlsx") == reason(tmp_path / "a.docx") == "文件里没有文字"


def test_deep_nesting(tmp_path: Path) -> None:
    assert reason(write(tmp_path / "a.json", "[" * 100_000 + "]" * 100_000))


def test_a_hundred_thousand_empty_formatted_rows(tmp_path: Path) -> None:
    path = tmp_path / "价目.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["品名", "售价"])
    book.active.append(["面包", 12])
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n) for n in range(3, 100_000))
    replace_member(path, "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", rows + b"</sheetData>"))
    document = read(path)
    assert [product.name for product in document.products] == ["面包"]
