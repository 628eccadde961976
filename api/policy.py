"""Security headers of every answer; what a page may load is said here and nowhere else."""

from collections.abc import Mapping

DATA = "default-src 'none'; frame-ancestors 'none'"
"""For answers that are no pages: nothing in them runs or loads anything."""

PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For pages: their own files alone, and no script or style inside a page."""

EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy_for(content_type: str) -> str:
    """The content-security policy for an answer of this type."""
    return PAGES if content_type.startswith("text/html") else DATA
