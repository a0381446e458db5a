"""Which lists the server has."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from difflib import get_close_matches

from ansible import constants
from ansible.errors import AnsibleError


def path_of(client, term):
    """The path of a list: `dcim/devices`, also said as `devices` or `dcim.device`."""
    if "/" in term:
        return term.strip("/") + "/"
    models = catalog(client)
    word = term.replace("_", "-")
    found = sorted({path for key, path in models if term == key or word == path.partition("/")[2]})
    if len(found) == 1:
        return found[0] + "/"
    if found:
        raise AnsibleError(f"{term!r} can be {' or '.join(found)}; say which.")
    known = [*(key for key, _ in models), *(path.partition("/")[2] for _, path in models)]
    near = get_close_matches(word, known, n=1)
    raise AnsibleError(f"There are no {term!r}" + (f"; did you mean {near[0]!r}?" if near else "."))


def catalog(client):
    """Keys and paths of all models; asked for once a run, though every task is a process of its own."""
    name = hashlib.sha256(client.url.encode()).hexdigest()[:16]
    file = os.path.join(constants.DEFAULT_LOCAL_TMP, f"groundplan-{name}.json")
    with suppress(OSError, ValueError), open(file, encoding="utf-8") as kept:
        return json.load(kept)
    models = [[model["key"], f"{model['app']}/{model['path']}"] for model in client.get("catalog/").json()["models"]]
    part = f"{file}.{os.getpid()}"
    with suppress(OSError):
        with open(part, "w", encoding="utf-8") as kept:
            json.dump(models, kept)
        os.replace(part, file)
    return models
