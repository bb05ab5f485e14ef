"""Which pages may stand in a frame of another site: those that are made to be embedded, and no other."""

EMBED_PREFIX = "/embed/"
"""The path below which pages are made to stand in a frame of any site."""

POLICY, FRAMES = b"content-security-policy", b"x-frame-options"

OWN = ((POLICY, b"frame-ancestors 'self'"), (FRAMES, b"SAMEORIGIN"))
ANY = ((POLICY, b"frame-ancestors *"),)


def is_framed_anywhere(path: str) -> bool:
    """Return whether any site may frame what stands at a path; else our own pages alone may."""
    return path.startswith(EMBED_PREFIX)
