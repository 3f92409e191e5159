"""The load client: one process, one epoll loop, thousands of sockets.

It is an event loop of its own because the clients must not be the bottleneck: asyncio's streams take several times as
long to read a message as the server takes to send it.
"""
