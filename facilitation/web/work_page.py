"""The page between: it works for what was asked for, or waits where there are no scripts, and asks again by itself."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, render_template, request

from facilitation.errors import Refused
from facilitation.web import current
from facilitation.web.payment import Payment
from facilitation.web.refusals import as_error

# Where a script that sent a form by itself finds what to work for: the salt, a blank, the zero bits.
PUZZLE = "X-Work"
# What the page brings by itself; everything else that was sent is sent once more.
_OURS = ("work", "wait")


def work_page(refusal: Refused) -> Response:
    """The page for a refusal that says what to pay; it is the same for a right code and a wrong one."""
    salt, bits = refusal.details["salt"], refusal.details["bits"]
    sent = request.form if request.method == "POST" else request.args
    fields = [(name, value) for name, value in sent.items(multi=True) if name not in _OURS]
    stamp, seconds = current.toll().till.stamp(Payment.of_page())
    page = render_template(
        "work.html",
        message=as_error(refusal)["error"]["message"],
        method=request.method.lower().replace("head", "get"),
        path=request.path,
        fields=fields,
        again=f"{request.path}?{urlencode([*fields, ('wait', stamp)])}",
        puzzle={"salt": salt, "bits": bits},
        stamp=stamp,
        seconds=seconds,
    )
    response = Response(page, mimetype="text/html")
    response.headers[PUZZLE] = f"{salt} {bits}"
    return response
