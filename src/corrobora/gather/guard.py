"""The one way out: an httpx transport that looks up a host, refuses addresses that are not public, and connects to just
the address it has looked at, so that neither a redirect nor a second answer of the name server leads inside.

No proxy, cookie or password comes from the environment. Whoever runs a watch inside a network of his own names what may
be asked there in the setting `private_networks`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address, ip_network

import httpcore
import httpx

from corrobora.errors import FetchError
from corrobora.gather.addresses import is_public, resolved

PORTS = frozenset({80, 443, 8000, 8080, 8443})
"""Ports where news is served; with private networks allowed, any."""
CONNECTIONS = 100
Resolve = Callable[[str, int], Awaitable[list[str]]]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only, or to the private networks that are allowed."""

    def __init__(
        self,
        private_networks: Sequence[str] = (),
        *,
        connector: httpcore.AsyncNetworkBackend | None = None,
        resolve: Resolve = resolved,
    ):
        self._networks = tuple(ip_network(network) for network in private_networks)
        self._connector = connector or httpcore.AnyIOBackend()
        self._resolve = resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first address of the host, after all of them were found allowed. Raises FetchError."""
        if port not in PORTS and not self._networks:
            raise FetchError(f"{host}:{port}: no connection to this port; news is served on {sorted(PORTS)}")
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known: {error}") from error
        forbidden = [address for address in addresses if not self._is_allowed(address)]
        if forbidden or not addresses:
            raise FetchError(
                f"{host} leads to {', '.join(forbidden) or 'nowhere'}, which is no public address: refused"
            )
        last: Exception | None = None
        for address in addresses[:3]:
            try:
                return await self._connector.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} cannot be reached")

    def _is_allowed(self, address: str) -> bool:
        plain = ip_address(address.split("%", 1)[0])
        return is_public(address) or any(plain in network for network in self._networks)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise FetchError("nothing is fetched from a Unix socket")

    async def sleep(self, seconds: float) -> None:
        await self._connector.sleep(seconds)


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's requests over a pool that has no other way out than a GuardedBackend."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend):
        context = httpx.create_ssl_context(trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, max_connections=CONNECTIONS, max_keepalive_connections=20, keepalive_expiry=15,
            network_backend=backend,
        )  # fmt: skip

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; raises httpx's errors, and FetchError for what the guard refuses."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(asked)
        except httpcore.TimeoutException as error:
            raise httpx.TimeoutException(str(error) or "timed out", request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise httpx.NetworkError(str(error) or type(error).__name__, request=request) from error
        return httpx.Response(
            status_code=answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _Stream(httpx.AsyncByteStream):
    """An answer's body as it arrives; errors on the way are httpx's."""

    def __init__(self, answer: httpcore.Response):
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.aiter_stream():
                yield part
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error) or "timed out") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error) or type(error).__name__) from error

    async def aclose(self) -> None:
        await self._answer.aclose()
