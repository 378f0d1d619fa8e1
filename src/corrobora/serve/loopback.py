"""Show one page to a browser on this machine, and to no other."""

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from corrobora.errors import SettingsError

ADDRESS = "127.0.0.1"


def server(page: str, port: int) -> ThreadingHTTPServer:
    """A server that answers "/" with the page; port 0 takes any free one. Raises SettingsError if the port is taken."""
    body = page.encode("utf-8", errors="replace")

    class Answer(BaseHTTPRequestHandler):
        """Answers the page at its one address, and nothing elsewhere."""

        def do_GET(self) -> None:
            found = self.path in ("/", "/index.html")
            self.send_response(HTTPStatus.OK if found else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            content = body if found else b"Not here. The page is at /"
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the terminal shows the reading."""

    try:
        return ThreadingHTTPServer((ADDRESS, port), Answer)
    except OSError as error:
        raise SettingsError(
            f"port {port} of {ADDRESS} cannot be used ({error.strerror}); choose another with --port"
        ) from error
