"""The organiser's doors: signing in, what is shown once, the passphrase, one-time codes, forgetting and purging."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from facilitation.engine.commands import parse
from facilitation.errors import Refused
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code, show_code
from facilitation.room.one_time_codes import is_secret, new_secret
from facilitation.room.passphrases import SHORTEST
from facilitation.web import access, current, signing_in
from facilitation.web.access import ORGANISE
from facilitation.web.organise_page import organise_page, own_page, sign_in_page
from facilitation.web.payment import Payment
from facilitation.web.qr import as_svg, setup_code
from facilitation.web.refusals import status
from facilitation.web.screens import PATHS, shown
from facilitation.web.security import check_form
from facilitation.web.signing_in import SignIn

organise = Blueprint("organise", __name__)

Answer = str | tuple[str, int] | AnyResponse


@organise.get("/<code:code>/organise")
def page(code: str) -> str:
    """The organiser's page; the door for who has not signed in."""
    actor = access.page_actor(code, ORGANISE)
    return organise_page(code, actor, done=request.args.get("done")) if actor else sign_in_page(code)


@organise.post("/<code:code>/organise")
def sign_in(code: str) -> Answer:
    """Take the organiser's seat by the passphrase, and keep it in this browser."""
    fields = {name: request.form[name] for name in ("one_time_code", "language") if request.form.get(name)}
    try:
        check_form(None)
        brought = parse({"passphrase": request.form.get("passphrase", "")} | fields, SignIn)
        token = signing_in.sign_in(code, brought, Payment.of_page())
    except Refused as refusal:
        if refusal.code == "work.needed":
            raise
        return sign_in_page(code, **shown(refusal)), status(refusal)
    response = redirect(_home(code), 303)
    access.give_cookie(response, code, ORGANISE, token)
    return response


@organise.get("/<code:code>/organise/forget")
def forget(code: str) -> Answer:
    """The second thought before the key is destroyed."""
    return own_page("organise_forget.html", code) if access.page_actor(code, ORGANISE) else redirect(_home(code), 303)


@organise.post("/<code:code>/organise/passphrase")
def passphrase(code: str) -> Answer:
    """Another passphrase: one's own, or seven new words, shown this once."""
    actor = access.page_actor(code, ORGANISE)
    if actor is None:
        return redirect(_home(code), 303)
    own = request.form.get("own", "") if request.form.get("how") == "own" else ""
    try:
        check_form(access.page_token(code, ORGANISE))
        if request.form.get("how") == "own" and not own.strip():
            raise Refused("passphrase.too_short", limit=SHORTEST)
        made = signing_in.change_passphrase(code, actor, request.form.get("present", ""), own)
    except Refused as refusal:
        return _refused(code, actor, refusal, "sign-in")
    return own_page("organise_passphrase.html", code, made=None if own else made)


@organise.post("/<code:code>/organise/one-time-code")
def one_time_code(code: str) -> Answer:
    """Turn one-time codes on, in two steps, or off."""
    actor = access.page_actor(code, ORGANISE)
    if actor is None:
        return redirect(_home(code), 303)
    step, typed = request.form.get("step", ""), request.form.get("one_time_code", "")
    secret = request.form.get("secret", "")
    try:
        check_form(access.page_token(code, ORGANISE))
        if step == "off":
            signing_in.turn_codes_off(actor, typed)
        elif step == "on":
            signing_in.turn_codes_on(actor, secret, typed)
        else:
            return _first_code(code, new_secret())
    except Refused as refusal:
        if step == "on" and is_secret(secret):  # the app has it already, so it stays
            return _first_code(code, secret, refusal), status(refusal)
        return _refused(code, actor, refusal, "sign-in")
    return redirect(f"{_home(code)}#sign-in", 303)


@organise.post("/<code:code>/organise/purge")
def purge(code: str) -> Answer:
    """Remove the meeting for good, and show the receipt."""
    actor = access.page_actor(code, ORGANISE)
    if actor is None:
        return redirect(_home(code), 303)
    try:
        check_form(access.page_token(code, ORGANISE))
        if read_code(request.form.get("confirm", "")) != read_code(code):
            raise Refused("purge.unconfirmed", meeting=show_code(read_code(code)))
        receipt = current.engine().purge(code, actor)
    except Refused as refusal:
        return _refused(code, actor, refusal, "ending")
    response: Response = make_response(own_page("receipt.html", code, receipt=receipt))
    access.take_cookies(response, code)
    return response


def _first_code(code: str, secret: str, refusal: Refused | None = None) -> str:
    picture = as_svg(setup_code(secret, show_code(read_code(code))))
    said = shown(refusal) if refusal else {}
    return own_page("organise_codes.html", code, secret=secret, picture=picture, **said)


def _refused(code: str, actor: Actor, refusal: Refused, place: str) -> tuple[str, int]:
    """The page as it was filled in, with the refusal in the section that the form was sent from."""
    return organise_page(code, actor, place=place, typed=request.form, **shown(refusal)), status(refusal)


def _home(code: str) -> str:
    return f"/{read_code(code)}{PATHS[ORGANISE]}"
