"""The PDF is tagged, speaks its language, holds its letters, says what the statement says; and holds the same data."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import facturx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bench.papers_example import ATLANTIQUE, EXAMPLES, LILAS, lines, statement
from permanence.adapters.papers.office import PaperOffice
from permanence.adapters.papers.page import statement_pdf
from permanence.firms.model import Language
from permanence.ledger.model import Line, LineKind, PaperKind
from permanence.ledger.ports import Papers

FR, EN = Language.FR, Language.EN
OFFICE: Papers = PaperOffice()
HOSTILE = '#panic() $x$ "L\'Été" & <b> \\u{0} 🚀 ' + "W" * 150


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\u202f", " ").split())


def tags(pdf: bytes) -> set[str]:
    """Return the kinds of the elements in the tree of structure."""
    found = set[str]()
    queue: list[Any] = [PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]]
    while queue:
        node = queue.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(node["/S"])
            if "/K" in node:
                queue.append(node["/K"])
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("with_data", [False, True])
def test_the_file_can_be_read_by_everyone_and_kept(language: Language, with_data: bool) -> None:
    pdf = OFFICE.factur_x(EXAMPLES[0], language) if with_data else OFFICE.pdf(EXAMPLES[0], language)
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    root = reader.root_object
    assert pdf.startswith(b"%PDF-1.7")
    assert root["/Lang"] == {FR: "fr-FR", EN: "en-GB"}[language]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= tags(pdf)
    assert reader.metadata is not None
    assert EXAMPLES[0].number in (reader.metadata.title or "")
    metadata = root["/Metadata"].get_data().decode()
    for claim in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert claim in metadata
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in fonts)


def test_the_data_inside_is_the_data_beside() -> None:
    for example in EXAMPLES:
        pdf = OFFICE.factur_x(example, FR)
        name, data = facturx.get_facturx_xml_from_pdf(pdf, check_xsd=True)
        assert (name, data) == ("factur-x.xml", OFFICE.factur_x_xml(example, FR))
        root = PdfReader(io.BytesIO(pdf)).root_object
        assert root["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
        metadata = root["/Metadata"].get_data().decode()
        assert "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>" in metadata
        assert metadata.count("urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#") == 2


def test_a_person_reads_what_is_owed() -> None:
    french, english = text_of(OFFICE.pdf(EXAMPLES[0], FR)), text_of(OFFICE.pdf(EXAMPLES[0], EN))
    for text in ("Facture LIL-2026-09-0001", "Autofacturation", "16 624,61 €", "3 324,92 €", "19 949,53 €", "13 novembre 2026", "délai légal",
                 "indemnité forfaitaire de 40 €", "FR76 3000 6000 0112 3456 7890 189", "appels-LIL-2026-09-0001", "732 829 320", "64 h 12 min 00 s"):  # fmt: skip
        assert text in french, text
    for text in ("Invoice LIL-2026-09-0001", "Self-billing", "€16,624.61", "€19,949.53", "13 November 2026", "lump sum of €40"):
        assert text in english, text
    assert "Reverse charge" in text_of(OFFICE.pdf(EXAMPLES[1], EN))


def test_a_credit_note_credits() -> None:
    mistake = Line(kind=LineKind.CORRECTION, calls=3, seconds=400, amount=-43_210_000, cents=-4_321)
    text = text_of(OFFICE.factur_x(statement("AV-1", ATLANTIQUE, LILAS, (mistake,), kind=PaperKind.CREDIT_NOTE, corrects="FR-0"), FR))
    for part in ("Avoir AV-1", "Rectifie la facture FR-0", "Montant de l’avoir 51,85 €"):
        assert part in text, part
    assert "IBAN" not in text


def test_the_same_statement_gives_the_same_file_even_from_many_threads() -> None:
    with ThreadPoolExecutor(4) as threads:
        files = set(threads.map(lambda _: OFFICE.factur_x(EXAMPLES[0], FR), range(12)))
    assert len(files) == 1


def test_names_are_text_and_never_markup() -> None:
    odd = msgspec.structs.replace(LILAS, name=HOSTILE, address=(HOSTILE,), city=HOSTILE)
    made = msgspec.structs.replace(statement("#1", ATLANTIQUE, odd, lines()), note=HOSTILE, mandate=HOSTILE)
    text = text_of(OFFICE.factur_x(made, FR))
    assert "#panic() $x$" in text
    assert "<b>" in text
    assert "□" in text


def test_a_long_statement_runs_over_pages_with_its_head_on_each() -> None:
    pdf = statement_pdf(statement("LONG-1", ATLANTIQUE, LILAS, lines() * 20), FR)
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) > 2
    assert all(f"Page {number} sur {len(pages)}" in page.extract_text() for number, page in enumerate(pages, 1))
    assert sum("Désignation" in page.extract_text() for page in pages) >= 2


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_any_text_can_be_printed(name: str, about: str) -> None:
    odd = msgspec.structs.replace(LILAS, name=name, address=(about,), city=name)
    made = statement("1", ATLANTIQUE, odd, (Line(kind=LineKind.FEE, calls=0, seconds=0, amount=0, cents=0, about=about),))
    assert statement_pdf(made, FR).startswith(b"%PDF")
