"""Declares a PDF with invoice data in it to be a Factur-X: the description of the data is added to the file's metadata.

The typesetter attaches the data itself; only this description, of names that Factur-X defines, is beyond it.
"""

from __future__ import annotations

import io
from typing import Any

NAMES = (
    ("DocumentFileName", "factur-x.xml", "Name of the attached file of data"),
    ("DocumentType", "INVOICE", "What the data is"),
    ("Version", "1.0", "Version of the metadata of Factur-X"),
    ("ConformanceLevel", "EN 16931", "Profile of the data"),
)
_SPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_SCHEMAS_END, _DESCRIPTIONS_END = b"</rdf:Bag></pdfaExtension:schemas>", b"</rdf:RDF>"


def declared(pdf: bytes) -> bytes:
    """Return the PDF with the metadata of a Factur-X of the profile EN 16931; all else in it stays as it was."""
    # At the first invoice: half a second is a long time at the start of a process.
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import StreamObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = "%PDF-1.7"  # of which PDF/A-3 is made
    metadata: Any = writer.root_object["/Metadata"]
    assert isinstance(metadata, StreamObject), "a PDF/A has metadata"
    metadata.set_data(_described(metadata.get_data()))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _described(metadata: bytes) -> bytes:
    """Return metadata (XMP) with the schema of Factur-X among its extensions, as PDF/A asks, and its four values."""
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:category>external</pdfaProperty:category>'
        f"<pdfaProperty:description>{about}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        for name, _, about in NAMES
    )
    schema = (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_SPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value, _ in NAMES)
    description = f'<rdf:Description rdf:about="" xmlns:fx="{_SPACE}">{values}</rdf:Description>'
    for before, added in ((_SCHEMAS_END, schema), (_DESCRIPTIONS_END, description)):
        assert metadata.count(before) == 1, f"the typesetter writes {before!r} once"
        metadata = metadata.replace(before, added.encode() + before)
    return metadata
