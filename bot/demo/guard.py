"""Why another web site cannot use the demo through the visitor's browser.

A page on this machine is reachable by every site the visitor has open. Names that were bent to point here are
recognised by their Host (DNS rebinding), foreign forms and scripts by their Origin.
"""

from aiohttp import web
from aiohttp.typedefs import Handler

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse (403) what does not come from this machine or from the page itself."""
    if host_name(request.host) not in LOCAL:
        raise web.HTTPForbidden(text="this demo is only for the machine it runs on")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="this demo is only for its own page")
    if request.method == "POST" and origin is None and not _is_bot(request):
        raise web.HTTPForbidden(text="a browser would say where this comes from")
    return await handler(request)


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """What a browser may do with anything served here."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-cache")


def host_name(host: str) -> str:
    """Without the port; an IPv6 address keeps its brackets."""
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _is_bot(request: web.Request) -> bool:
    """Bots are no browsers: they prove themselves with their token instead."""
    return request.path.startswith("/bot")
