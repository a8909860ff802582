"""To whom the server answers, how much it reads, and what browsers may do with its pages."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest
from live import EXPORTS, Live, live

PAGES = ["/", "/id/首钢园", "/query", "/conflicts", "/nowhere", "/sparql?query=ASK{}", "/ontology", "/suggest?q=首"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server() -> Iterator[Live]:
    with live(EXPORTS) as running:
        yield running


@pytest.fixture
def client(server: Live) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:9", "[::1]:8000", "LOCALHOST"])
def test_this_machines_names_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/sparql?query=ASK{}", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil", ""])
@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/id/首钢园"])
def test_other_names_that_lead_here_are_not(client: httpx.Client, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("path", PAGES)
def test_every_response_says_what_browsers_may_do(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"Accept": "text/html, */*;q=0.5"}).headers
    policy = headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in policy
    assert policy.startswith("default-src ")
    assert "http" not in policy, "no other host is named"
    assert "*" not in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_pages_that_load_from_other_hosts_are_not_there(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert "cdn" not in response.text
    assert "swagger" not in response.text.lower()


@pytest.mark.parametrize("path", ["/sparql", "/id/首钢园", "/"])
def test_a_large_body_is_refused_before_it_is_read(client: httpx.Client, path: str) -> None:
    assert client.post(path, content=b"query=" + b"x" * (2 << 20), headers=FORM).status_code == 413


def test_a_large_body_of_unknown_length_is_refused_too(client: httpx.Client) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"query="
        for _ in range(64):
            yield b"x" * 65536

    assert client.post("/sparql", content=pieces(), headers=FORM).status_code == 413


@pytest.mark.parametrize("length", ["-5", "1e9", "9" * 40])
def test_lengths_that_make_no_sense_are_refused(server: Live, length: str) -> None:
    answer = raw(server, f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\nquery=x")
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 413"))


def test_a_line_that_is_no_http_does_not_end_the_server(server: Live, client: httpx.Client) -> None:
    raw(server, "\x00\x01 nonsense\r\n\r\n")
    assert client.get("/sparql?query=ASK{}").status_code == 200


def handshake(server: Live, origin: str | None, host: str | None = None) -> bytes:
    own = server.url.removeprefix("http://")
    lines = [
        "GET /_nicegui_ws/socket.io/?EIO=4&transport=websocket HTTP/1.1", f"Host: {host or own}",
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", *([f"Origin: {origin}"] if origin else []),
    ]  # fmt: skip
    return raw(server, "\r\n".join(lines) + "\r\n\r\n")


def test_web_sockets_are_for_own_pages_alone(server: Live) -> None:
    assert b" 101 " in handshake(server, server.url)
    for origin in ("http://evil.example", "null", "http://localhost.evil.example"):
        assert b" 403 " in handshake(server, origin)
    assert b" 403 " in handshake(server, None, host="evil.example")


def test_nor_can_other_sites_poll_what_sockets_say(client: httpx.Client, server: Live) -> None:
    poll = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    assert client.get(poll, headers={"Origin": server.url}).status_code == 200
    assert client.get(poll).status_code == 200
    assert client.get(poll, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.post(poll, headers={"Origin": "null"}, content=b"40").status_code == 403


@pytest.mark.parametrize(
    "path", ["/made.json", "/rdf/CURRENT", "/index.sqlite", "/explorer/../../made.json", "/explorer/%2e%2e/mounting.py"]
)
def test_files_of_the_store_are_not_served(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert '"engine"' not in response.text


def raw(server: Live, request: str) -> bytes:
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        try:
            return connection.recv(4096)
        except ConnectionResetError:
            return b""
