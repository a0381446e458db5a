"""One answer of the server, kept in a file: a line of JSON that describes it, then the answer as it came."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from nornir_groundplan.client import Client
from nornir_groundplan.errors import NoAnswer
from nornir_groundplan.options import Connection, Options

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Label:
    """Which question a kept answer answers, to whom, when, and what the server called it."""

    question: str
    asker: str
    moment: float
    etag: str


def answer(options: Options) -> bytes:
    """The server's answer, from the server if it changed or else from the cache."""
    connection, path = options.connection, options.cache
    question = asked(options)
    label, body = read(path, question) if path else (None, b"")
    if options.offline is True:
        return fallen_back(label, body, f"'offline' is set, so {connection.url} was not asked.", path)
    client = Client(connection)
    try:
        # Another token may see other objects, though the data did not change.
        etag = label.etag if label and label.asker == asker(connection) else None
        reply = client.inventory(options.question, etag)
    except NoAnswer as reason:
        if options.offline != "fallback":
            raise
        return fallen_back(label, body, str(reason), path)
    finally:
        client.close()
    if reply.status_code == 304:
        return body
    if path:
        write(path, Label(question, asker(connection), time.time(), reply.headers.get("ETag", "")), reply.content)
    return reply.content


def fallen_back(label: Label | None, body: bytes, reason: str, path: Path | None) -> bytes:
    """What the cache holds, with a warning; an error if it holds no answer to this question."""
    if label is None:
        raise NoAnswer(f"{reason} {path} keeps no answer to this question either.")
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(label.moment))
    logger.warning("%s The inventory is the one kept in %s at %s.", reason, path, moment)
    return body


def asked(options: Options) -> str:
    """The whole question in one line: a kept answer to another one is of no use."""
    where = options.connection
    return f"{where.url}?{urlencode(sorted(options.question))} branch={where.branch} at={where.at}"


def asker(connection: Connection) -> str:
    """Tells tokens apart without keeping them."""
    return hashlib.sha256((connection.token or "").encode()).hexdigest()[:16]


def read(path: Path, question: str) -> tuple[Label | None, bytes]:
    """What the file keeps, if it answers this question."""
    with suppress(OSError, ValueError, TypeError):
        first, _, body = path.read_bytes().partition(b"\n")
        label = Label(**json.loads(first))
        if label.question == question:
            return label, body
    return None, b""


def write(path: Path, label: Label, body: bytes) -> None:
    """Replaces the file in one step, readable by its owner only; a full disk must not stop a run."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(asdict(label)).encode() + b"\n" + body)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as reason:
        logger.warning("The inventory cannot be kept in %s: %s.", path, reason.strerror)
