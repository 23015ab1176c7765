"""Links that organizers type, made safe to be opened by residents."""

import re
from ipaddress import ip_address
from urllib.parse import quote, urlsplit, urlunsplit

LONGEST = 500
"""Characters."""
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_SAFE = "%/:=&?~#+!$,;'@()*[]"


def read_link(said: str) -> str | None:
    """The address as it will be opened; None unless it is https, of a named host, short, and bears no credentials.

    The host is written as the network writes it, so that letters that only look alike are seen.
    """
    said = said.strip()
    if len(said) > LONGEST or re.search(r"[\s\\<>\"\x00-\x1f\x7f]", said):
        return None
    try:
        parts = urlsplit(said)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (UnicodeError, ValueError):
        return None
    if parts.scheme.lower() != "https" or "@" in parts.netloc or port not in (None, 443) or not _is_name(host):
        return None
    link = urlunsplit(("https", host, *(quote(one, safe=_SAFE) for one in (parts.path, parts.query, parts.fragment))))
    return link if len(link) <= 2 * LONGEST else None


def _is_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return _HOST.fullmatch(host) is not None
    return False


def host_of(link: str) -> str:
    """What is shown of a link that was read: where it leads."""
    return urlsplit(link).hostname or ""
