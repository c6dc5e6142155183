"""A short run of the whole interface under invented requests; `bench/input_http.py` makes long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from permanence.adapters.postgres.access import Access
from tests.http.whole_api import fuzz, running

EXAMPLES = 4


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::hypothesis.errors.HypothesisWarning")
def test_no_invented_request_breaks_anything_or_shows_another_firm(access: Access, tmp_path: Path) -> None:
    with running(access, tmp_path) as place:
        report = fuzz(place, EXAMPLES, seed=1)
    assert report.broken == []
    assert report.leaks == []
    assert report.cut == []
    assert len(report.operations) > 50
    assert report.statuses.get(200, 0) > 20
