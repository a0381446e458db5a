"""The least that FastAPI can answer, served as `groundplan serve` serves: what one device is measured against."""

import sys

import uvicorn
from fastapi import FastAPI

app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)


@app.get("/")
def nothing() -> dict[str, str]:
    """Nothing, in a thread like everything of ours."""
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False, proxy_headers=False)
