"""What a balancer in front of several replicas is given, as its own configuration: HAProxy's or nginx's.

A replica is one process of the application. Pages of Streamlit hold a session, so a reader stays with one replica, by a
cookie: a hall is one address. Everything else is answered the same by any. Standard library only: `start.py` uses this
before anything is installed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

COOKIE = "indicators_replica"
"""The cookie that keeps a reader with a replica; it names the replica and nothing of the reader."""

ROOMS = "/live/"
"""Below which a room is: position, votes, questions, their stream."""

HANDOUTS = "/handouts/"
"""Below which a handout that is being made is asked for; its name begins with its replica's."""

FILES = ("/assets/", "/static/", "/app/static/", "/data/", "/sdmx/")
"""Files with a version in their names. In the middle of an update one replica has what another does not have yet."""

ANYWHERE = (
    "/healthz", "/readyz", "/metrics", "/api/", "/c/", "/embed/", "/oembed", "/still/", "/feeds/", "/brief/",
    "/handouts", "/programme", "/glossary", "/accessibility", "/mcp", "/llms.txt", "/catalog.jsonld", "/catalog.ttl",
    "/croissant.json", "/find.json", "/figures/", "/templates/", "/download/",
)  # fmt: skip
"""How the paths begin that any replica answers, besides files: no session is opened there."""

READY = "/readyz"

HALF_OPEN = 75
"""Seconds without a byte after which a connection counts as lost: a stream sends a comment every fifteen."""

SLOW = 180
"""Seconds that an answer may take: a handout of a long session is made before its first byte."""


@dataclass(frozen=True)
class Backend:
    """A replica as the balancer knows it: its name, host and port."""

    name: str
    host: str
    port: int

    @property
    def address(self) -> str:
        """Host and port, as they are written."""
        return f"{self.host}:{self.port}"


def haproxy(
    binds: Sequence[str],
    replicas: Sequence[Backend],
    shared_rooms: bool,
    socket: str,
    scheme: str = "http",
    connections: int = 20_000,
) -> str:
    """Return the configuration of HAProxy.

    Parameters
    ----------
    binds
        Where it listens, each as HAProxy writes it: `127.0.0.1:8501`, `:443 ssl crt /etc/...`.
    replicas
        What it hands requests to.
    shared_rooms
        Whether every replica has every room, as over Redis; else one replica has them all, until it ends.
    socket
        The path of the socket where it says how its replicas are.
    scheme
        What readers' addresses begin with: `http` or `https`.
    connections
        How many readers it serves at once; each takes two open files.
    """

    def servers(common: str, options_of: Callable[[Backend], str] = lambda _: "") -> str:
        lines = [f"    server {replica.name} {replica.address} {common}{options_of(replica)}" for replica in replicas]
        # Where no replica is ready (a store that nobody reaches), each still says so in words, and what it has in
        # memory: better than one error for every page.
        lines += [f"    server {replica.name}-unready {replica.address} backup" for replica in replicas]
        return "\n".join(lines)

    def tracked(replica: Backend) -> str:
        return f"track anywhere/{replica.name}"

    anywhere, files = " ".join(ANYWHERE), " ".join(FILES)
    by_name = "\n".join(
        f"    use-server {replica.name} if {{ path_beg {HANDOUTS}{replica.name}. }}" for replica in replicas
    )
    rooms = (
        "    balance leastconn"
        if shared_rooms
        # One replica has the rooms until it ends, and the next one keeps them: they do not move back.
        else "    stick-table type integer size 10\n    stick on int(1)"
    )
    return f"""\
global
    maxconn {connections}
    stats socket {socket} mode 600 level user

defaults
    mode http
    timeout connect 2s
    timeout http-request 15s
    timeout http-keep-alive 20s
    timeout client {HALF_OPEN}s
    timeout server {SLOW}s
    timeout queue 30s
    timeout tunnel 1h
    timeout check 5s
    option allbackups
    # What never reached a replica is sent to another one; so is reading that a replica died over.
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response

frontend readers
{chr(10).join(f"    bind {bind}" for bind in binds)}
    unique-id-format %[uuid()]
    # Who asks is what this balancer sees, never what a request says of itself.
    http-request del-header ^(forwarded|via|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip)$ -m reg
    http-request del-header ^x-forwarded -m reg
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto {scheme}
    http-request set-header X-Request-Id %[unique-id]
    http-response set-header X-Request-Id %[unique-id]
    use_backend rooms if {{ path_beg {ROOMS} }}
    use_backend handouts if {{ path_beg {HANDOUTS} }}
    use_backend files if {{ path_beg {files} }}
    use_backend anywhere if {{ path_beg {anywhere} }}
    default_backend sessions

backend anywhere
    balance roundrobin
    http-request disable-l7-retry unless METH_GET
    option httpchk
    http-check send meth GET uri {READY} hdr Host localhost
    http-check expect status 200
    default-server inter 1s fastinter 300ms downinter 500ms fall 3 rise 1 observe layer4 on-error fastinter
{servers("check")}

backend files
    balance roundrobin
    http-request disable-l7-retry unless METH_GET
    retry-on conn-failure empty-response 404
{servers("", tracked)}

backend sessions
    balance leastconn
    http-request disable-l7-retry unless METH_GET
    cookie {COOKIE} insert indirect nocache httponly{" secure" if scheme == "https" else ""} attr SameSite=Lax
{servers("", lambda replica: f"{tracked(replica)} cookie {replica.name}")}

backend handouts
    balance roundrobin
    http-request disable-l7-retry unless METH_GET
{by_name}
{servers("", tracked)}

backend rooms
{rooms}
    http-request disable-l7-retry unless METH_GET
    http-request set-timeout server {HALF_OPEN}s if {{ path_end /events }}
{servers("", tracked)}
"""


def nginx(
    binds: Sequence[str],
    replicas: Sequence[Backend],
    shared_rooms: bool,
    folder: str,
    out: Sequence[str] = (),
    scheme: str = "http",
) -> str:
    """Return the configuration of nginx, which does not ask its replicas how they are.

    A replica that refuses connections is passed over for two seconds. One that is to be restarted is named in `out` and
    the configuration read again, before its process is asked to end.

    Parameters
    ----------
    binds
        Where it listens, each as nginx writes it: `127.0.0.1:8501`, `443 ssl`.
    replicas
        What it hands requests to.
    shared_rooms
        As for :func:`haproxy`.
    folder
        Where it keeps its process number and what it gathers.
    out
        The names of the replicas that get nothing new.
    scheme
        As for :func:`haproxy`.
    """

    def upstream(name: str, first: Backend | None = None) -> str:
        """Return a group of replicas; all but the `first` wait until it fails, where one is named."""
        only = first is not None and first.name not in out
        lines = "".join(
            f"        server {replica.address} max_fails=1 fail_timeout=2s"
            f"{' down' if replica.name in out else ' backup' if only and replica is not first else ''};\n"
            for replica in replicas
        )
        return f"    upstream {name} {{\n{lines}    }}\n"

    serving = [replica for replica in replicas if replica.name not in out] or list(replicas)
    groups = "".join(upstream(f"sessions_{replica.name}", replica) for replica in replicas)
    by_cookie = "".join(f"        {replica.name} sessions_{replica.name};\n" for replica in replicas)
    by_handout = "".join(f"        ~^{HANDOUTS}{replica.name}\\. sessions_{replica.name};\n" for replica in replicas)
    secure = "; Secure" if scheme == "https" else ""
    cookies = "".join(
        f"        ~{replica.host.replace('.', '[.]')}:{replica.port}$ "
        f'"{COOKIE}={replica.name}; Path=/; HttpOnly; SameSite=Lax{secure}";\n'
        for replica in replicas
    )
    anywhere = "|".join(path.replace(".", "[.]") for path in ANYWHERE)
    files = "|".join(FILES)
    return f"""\
worker_processes auto;
pid {folder}/nginx.pid;
error_log stderr warn;

events {{
    worker_connections 8192;
}}

http {{
    access_log off;
    server_tokens off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_max_body_size 25m;

{upstream("anywhere")}{upstream("rooms") if shared_rooms else upstream("rooms", serving[0])}{groups}
    map $http_upgrade $connection_upgrade {{
        default upgrade;
        '' '';
    }}
    map $cookie_{COOKIE} $sessions {{
        default anywhere;
{by_cookie}    }}
    map $uri $handouts {{
        default anywhere;
{by_handout}    }}
    map $upstream_addr $replica_cookie {{
        default "";
{cookies}    }}

    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Connection $connection_upgrade;
    proxy_set_header Upgrade $http_upgrade;
    # Who asks is what this balancer sees, never what a request says of itself.
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto {scheme};
    proxy_set_header X-Forwarded-Host "";
    proxy_set_header Forwarded "";
    proxy_set_header X-Real-IP "";
    proxy_set_header X-Request-Id $request_id;
    proxy_hide_header X-Request-Id;
    proxy_connect_timeout 2s;
    proxy_read_timeout {SLOW}s;
    proxy_send_timeout {HALF_OPEN}s;
    proxy_next_upstream error timeout;
    proxy_next_upstream_timeout 10s;

    server {{
{"".join(f"        listen {bind};{chr(10)}" for bind in binds)}
        location / {{
            proxy_pass http://$sessions;
            # A stream of a session may be silent for an hour.
            proxy_read_timeout 1h;
            add_header Set-Cookie $replica_cookie always;
            add_header X-Request-Id $request_id always;
        }}
        location ~ ^({anywhere}) {{
            proxy_pass http://anywhere;
            add_header X-Request-Id $request_id always;
        }}
        location ~ ^({files}) {{
            proxy_pass http://anywhere;
            proxy_next_upstream error timeout http_404;
            add_header X-Request-Id $request_id always;
        }}
        location ^~ {HANDOUTS} {{
            proxy_pass http://$handouts;
            add_header X-Request-Id $request_id always;
        }}
        location ^~ {ROOMS} {{
            proxy_pass http://rooms;
            proxy_buffering off;
            add_header X-Request-Id $request_id always;
        }}
    }}
}}
"""
