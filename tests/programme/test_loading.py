"""Loading the reader is quick: what is large is loaded when a text needs it."""

from __future__ import annotations

import subprocess
import sys


def test_the_calendar_library_is_loaded_only_when_a_text_names_a_month():
    program = (
        "import sys; from facilitation.programme import read; read('Safe streets\\nDate: 2031-05-03');"
        "assert 'dateparser' not in sys.modules; read('Safe streets\\nDate: 3 May 2031');"
        "assert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_reading_needs_nothing_of_the_server():
    program = (
        "import sys; import facilitation.programme.__main__;"
        "assert not {'flask', 'sqlalchemy', 'socketio', 'prometheus_client'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
