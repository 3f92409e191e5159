"""The Socket.IO protocol by the letter, at an app inside the process."""

from __future__ import annotations

import json


class Wire:
    """A client that speaks the protocol itself, over long polling: what it sends is what arrives."""

    def __init__(self, app, cookies=None, headers=None):
        self.browser = app.test_client()
        for name, value in (cookies or {}).items():
            self.browser.set_cookie(name, value)
        self.address = "/socket.io/?EIO=4&transport=polling"
        opened = json.loads(self.browser.get(self.address, headers=headers).get_data(as_text=True)[1:])
        self.address += f"&sid={opened['sid']}"

    def send(self, packet):
        return self.browser.post(self.address, data=packet, headers={"Origin": "http://localhost"})

    def receive(self):
        return self.browser.get(self.address).get_data(as_text=True)

    def connect(self, auth):
        """The answer to the handshake: its packet's type and data."""
        self.send("40" + ("" if auth is None else json.dumps(auth)))
        answer = self.receive()
        return answer[:2], json.loads(answer[2:])

    def ask(self, packet):
        """The acknowledgement of an event with the number 1."""
        self.send("421" + packet)
        heard = []
        while True:  # news of the meeting may come first, or with it
            heard += self.receive().split("\x1e")
            if answers := [answer for answer in heard if answer.startswith("431")]:
                return json.loads(answers[0][3:])[0]
            assert len(heard) < 20, heard
