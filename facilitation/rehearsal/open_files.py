"""How many sockets this process may hold."""

from __future__ import annotations

try:
    import resource
except ImportError:  # not a Unix: there is no such limit to raise
    resource = None  # type: ignore[assignment]

# What a process needs besides its sockets.
_OTHERS = 100


def make_room(sockets: int) -> bool:
    """Raise this process's limit on open files so that it can hold this many; False where that is not allowed."""
    if resource is None:
        return True
    held, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = sockets + _OTHERS
    if held >= needed:
        return True
    if most != resource.RLIM_INFINITY and most < needed:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))
    return True
