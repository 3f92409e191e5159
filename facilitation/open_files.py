"""How many sockets this process may hold."""

from __future__ import annotations

try:
    import resource
except ImportError:  # not a Unix: there is no such limit to raise
    resource = None  # type: ignore[assignment]

# What a process needs besides its sockets.
_OTHERS = 100


def room_for(sockets: int) -> int:
    """Raise this process's limit on open files as far as allowed, and return how many of so many sockets fit in."""
    if resource is None:
        return sockets
    held, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sockets + _OTHERS
    if most != resource.RLIM_INFINITY:
        needed = min(needed, most)
    if held != resource.RLIM_INFINITY and held < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))
    return needed - _OTHERS
