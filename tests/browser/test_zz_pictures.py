import pytest, time
from tests.browser.busy import QUESTIONS
from tests.browser.conftest import DESK, PHONE
from tests.browser.screens import Desk, Phone
@pytest.mark.parametrize("scheme", ["light","dark"])
def test_pictures(new_browser, meeting, scheme):
    texts = ["Who pays for protection when a defender has to leave the country overnight?", "Which platform answers at night?", "Who decides what is urgent?"]
    ids = [meeting.ask(text, who=f"author {n}") for n, text in enumerate(texts)]
    for n in range(3): meeting.do(f"w{n}", "question.ask", text=f"Waiting words number {n}, and a few more of them to fill the line")
    desk = Desk(new_browser(**DESK, color_scheme=scheme).new_page(), meeting)
    desk.enter()
    for n in range(9): meeting.do(f"voter {n}", "vote.cast", question=ids[1], value=1)
    time.sleep(1.5)
    desk.page.screenshot(path=f"/tmp/desk-{scheme}.png")
    desk.card("On the list", "Which platform").get_by_role("button", name="Protect").click()
    time.sleep(.3)
    desk.page.screenshot(path=f"/tmp/desk-menu-{scheme}.png")
    phone = Phone(new_browser(**{**PHONE, "viewport": {"width":360,"height":740}}, color_scheme=scheme).new_page(), meeting)
    phone.join()
    for n in range(7): phone.ask(f"My question number {n}, which is about something?")
    time.sleep(1)
    phone.page.screenshot(path=f"/tmp/phone-{scheme}.png")
    phone.page.evaluate("window.__x=1")
    # votes
    for n in range(70):
        phone.support_of("Who decides").click(no_wait_after=True)
    time.sleep(.2)
    phone.support_of("Who decides").scroll_into_view_if_needed()
    phone.page.screenshot(path=f"/tmp/phone-votes-{scheme}.png")
