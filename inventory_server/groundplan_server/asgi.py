"""The application as ASGI servers find it: `uvicorn groundplan_server.asgi:app`."""

from __future__ import annotations

from .app import make_app
from .settings import Settings
from .start import start

app = make_app(start(Settings())[0])
