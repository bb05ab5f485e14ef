"""A small OpenID provider on this machine: discovery, authorisation with PKCE, tokens signed with RS256, keys."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "indicators", "a secret of this test"
PEOPLE = {"amina": "Amina", "youssef": "Youssef"}


class Provider(ThreadingHTTPServer):
    """The provider's state: its key, and the grants it gave out."""

    def __init__(self) -> None:
        super().__init__(("localhost", 0), Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.grants: dict[str, dict[str, str]] = {}
        self.address = f"http://localhost:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        address = self.server.address
        if parts.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": address,
                    "authorization_endpoint": f"{address}/authorize",
                    "token_endpoint": f"{address}/token",
                    "jwks_uri": f"{address}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "code_challenge_methods_supported": ["S256"],
                    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                }
            )
        elif parts.path == "/keys":
            self.answer({"keys": [self.server.key.as_dict(private=False)]})
        elif parts.path == "/authorize" and "person" not in asked:
            links = [
                f'<a id="{one}" href="/authorize?{urlencode(asked | {"person": one})}">{name}</a>'.replace("&", "&amp;")
                for one, name in PEOPLE.items()
            ]
            self.send(200, "text/html", ("<!doctype html><title>Who are you?</title>" + " ".join(links)).encode())
        elif parts.path == "/authorize" and asked["client_id"] == CLIENT and asked["response_type"] == "code":
            code = secrets.token_urlsafe(16)
            self.server.grants[code] = asked
            back = asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})
            self.send(302, "text/plain", b"", Location=back)
        else:
            self.send(404, "text/plain", b"")

    def do_POST(self) -> None:
        stated = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        grant = self.server.grants.pop(stated["code"][0], None)
        if urlsplit(self.path).path != "/token" or grant is None or not self.is_the_client(stated):
            self.send(401, "application/json", b'{"error": "invalid_client"}')
            return
        digest = hashlib.sha256(stated["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != grant["code_challenge"] or stated["redirect_uri"][0] != grant["redirect_uri"]:
            self.send(400, "application/json", b'{"error": "invalid_grant"}')
            return
        now, person = int(time.time()), grant["person"]
        claims = {
            "iss": self.server.address,
            "sub": person,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 600,
            "nonce": grant["nonce"],
            "name": PEOPLE[person],
            "email": f"{person}@example.org",
            "email_verified": True,
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.server.key)
        self.answer({"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token})

    def is_the_client(self, stated: dict[str, list[str]]) -> bool:
        given = self.headers.get("Authorization", "")
        if given.startswith("Basic "):
            return base64.b64decode(given[6:]).decode() in (
                f"{CLIENT}:{SECRET}",
                f"{CLIENT}:{SECRET.replace(' ', '+')}",
            )
        return (stated.get("client_id"), stated.get("client_secret")) == ([CLIENT], [SECRET])

    def answer(self, document: dict[str, object]) -> None:
        self.send(200, "application/json", json.dumps(document).encode())

    def send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """Run a provider for as long as a test lasts."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()


def secrets_file(provider: Provider, port: int) -> str:
    """Return the settings with which the application at `port` lets people sign in there."""
    return (
        "[auth]\n"
        f'redirect_uri = "http://localhost:{port}/oauth2callback"\n'
        f'cookie_secret = "{secrets.token_hex(16)}"\n'
        f'client_id = "{CLIENT}"\n'
        f'client_secret = "{SECRET}"\n'
        f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
    )
