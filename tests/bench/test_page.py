"""The page's figures are those of the raw data that is kept beside it."""

from __future__ import annotations

import json

from bench import page
from bench.draw import SHOWN
from bench.pictures import draw


def test_the_page_shows_the_raw_data_that_is_kept_beside_it(tmp_path):
    between = page.PAGE.read_text().partition(page.FROM)[2].partition(page.TO)[0]
    shown = json.loads(SHOWN.read_text())
    pictures = draw(shown["measures"], tmp_path)
    assert between.strip() == page.figures(shown, pictures).strip()
    assert all((page.PAGE.parent / "performance" / name).exists() for name in pictures)
