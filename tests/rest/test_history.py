"""Who may read what was done, and what looking for something finds."""

from tests.server import Api


def test_commits_are_for_those_who_may_see_them(api: Api) -> None:
    api.made("dcim/sites", name="Amsterdam 1", slug="ams1", changelog_message="A secret place")
    stranger = api.restricted({"object_types": ["dcim.site"], "actions": ["view"]})
    for path in "/api/commits/", "/api/commits/2/", "/api/core/commits/":
        assert stranger.get(path).status_code == 403
    auditor = api.restricted({"object_types": ["core.commit"], "actions": ["view"]})
    assert "A secret place" in auditor.get("/api/commits/").text
    assert auditor.get("/api/commits/2/").json()["changes"] == []


def test_a_search_finds_objects_and_history_only_when_asked(api: Api) -> None:
    api.made("dcim/sites", name="Amsterdam 1", slug="ams1")
    found = api.get("/api/search/", params={"q": "amsterdam"}).json()["results"]
    assert [(f["model"], f["field"]) for f in found] == [("dcim.site", "name")]
    found = api.get("/api/search/", params={"q": "amsterdam", "model": "core.objectchange"}).json()["results"]
    assert [f["object"]["action"]["value"] for f in found] == ["create"]


def test_a_moment_reads_the_same_on_both_databases(api: Api) -> None:
    user = api.made("users/users", username="robot", password="Correct-Horse-9")
    body = {"user": user["id"], "expires": "2030-01-01T00:00:00+02:00"}
    token = api.made("users/tokens", body)
    assert token["expires"] == "2029-12-31T22:00:00Z"
    assert api.get(f"/api/users/tokens/{token['id']}/").json()["expires"] == "2029-12-31T22:00:00Z"
