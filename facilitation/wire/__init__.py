"""The wire: WebSocket frames, Engine.IO sockets and Socket.IO packets, lean enough for thousands of phones.

It knows nothing of meetings. docs/decisions/0013-own-wire.md says why it is our own.
"""
