"""Who may call what: every route is walked without a token, with a wrong one and with too small a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from service_kit import Canned, Running, eventually, picture
from starlette.routing import Route

from shadow_teacher.service.access import COOKIE
from shadow_teacher.service.limits import RateLimit
from shadow_teacher.service.tokens import check_token, list_tokens, revoke_token
from shadow_teacher.teachers.answer import Answer

OPEN = {("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/console/login"), ("POST", "/console/login"), ("GET", "/console/static/{name}")}
NODE = {("PUT", "/v1/frames/{sha256}"), ("HEAD", "/v1/frames/{sha256}"), ("POST", "/v1/requests"), ("GET", "/v1/requests/{identity}"), ("GET", "/v1/exemplars"),
        ("GET", "/v1/students/current"), ("GET", "/v1/students/{identity}/{file}"), ("GET", "/metrics")}  # fmt: skip

ADMIN = {("GET", "/v1/tokens"), ("POST", "/v1/tokens"), ("DELETE", "/v1/tokens/{identity}"), ("POST", "/v1/requests/revive"),
         ("GET", "/console/tokens"), ("POST", "/console/tokens"), ("POST", "/console/tokens/{identity}/revoke")}  # fmt: skip


def routes(running: Running) -> list[tuple[str, str]]:
    """Every (method, path) that the application answers, from the application itself."""
    found: list[tuple[str, str]] = []

    def walk(entries: Any) -> None:
        for route in entries:
            inner = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
            if isinstance(route, Route) or hasattr(route, "methods"):
                found.extend((method, route.path) for method in sorted(route.methods or ()))
            elif inner:
                walk(inner)
            else:
                raise AssertionError(f"a route of a kind this test does not know: {route!r}")

    walk(running.server.config.app.router.routes)
    return [(method, path) for method, path in found if not (method == "HEAD" and ("GET", path) in found)]


def call(client: httpx2.Client, method: str, path: str) -> httpx2.Response:
    filled = path.replace("{sha256}", "0" * 64).replace("{identity}.png", "0.png").replace("{identity}", "student-0001").replace("{file}", "manifest.json").replace("{name}", "console.css")
    return client.request(method, filled, follow_redirects=False)


def test_every_route_refuses_who_has_no_business_there(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    found = routes(running)
    assert len(found) >= 31, found
    assert set(found) >= OPEN | NODE | ADMIN, (OPEN | NODE | ADMIN) - set(found)
    signed_in = {role: sign_in(running, role) for role in ("reviewer", "admin")}
    nobody, wrong = running.client(None), running.client(None)
    wrong.headers["Authorization"] = "Bearer shadow_00000000_" + "x" * 43
    for method, path in found:
        if (method, path) in OPEN:
            continue
        for client in (nobody, wrong):
            answer = call(client, method, path)
            if path.startswith("/console"):
                assert (answer.status_code, answer.headers["location"]) == (303, "/console/login"), (method, path)
            else:
                assert answer.status_code == 401, (method, path)
        if path.startswith("/console"):  # bearer tokens are no console sessions
            assert call(running.admin, method, path).status_code == 303, (method, path)
            said = call(signed_in["reviewer"], method, path)
            if (method, path) in ADMIN or method == "POST":  # forms need their page's hidden field, too
                assert said.status_code == 403, (method, path)
            else:
                assert said.status_code != 403, (method, path)
                assert said.headers.get("location") != "/console/login", (method, path)
            if method == "GET":
                assert call(signed_in["admin"], method, path).status_code not in (401, 403), (method, path)
            continue
        allowed = [running.node, running.reviewer, running.admin][0 if (method, path) in NODE else 2 if (method, path) in ADMIN else 1 :]
        for client in (running.node, running.reviewer, running.admin):
            code = call(client, method, path).status_code
            assert (code not in (401, 403)) if client in allowed else code == 403, (method, path, code)


def test_an_admin_hands_out_and_ends_tokens(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    made = running.admin.post("/v1/tokens", json={"role": "node", "name": "ci-2"})
    assert made.status_code == 201
    token = made.json()["token"]
    client = running.client(None)
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get("/v1/exemplars").status_code == 200
    listed = running.admin.get("/v1/tokens")
    assert "ci-2" in [entry["name"] for entry in listed.json()["tokens"]]
    assert token.split("_", 2)[2] not in listed.text
    identity = token.split("_")[1]
    assert running.admin.delete(f"/v1/tokens/{identity}").json() == {"revoked": identity}
    assert client.get("/v1/exemplars").status_code == 401
    assert running.admin.delete("/v1/tokens/nobody").status_code == 404
    for refused in ({"role": "admin", "name": "x"}, {"role": "node", "name": ""}, {"role": "node", "name": "tester:x"}, {"role": "node"}, {}):
        assert running.admin.post("/v1/tokens", json=refused).status_code == 422, refused


def test_an_admin_has_everything_that_was_laid_aside_tried_again(start: Callable[..., Running]) -> None:
    teacher = Canned("dom", RuntimeError("broke"), RuntimeError("broke"), Answer(teacher="dom", absent=True))
    running = start([teacher], attempts=1)
    ids = []
    for number in range(2):
        ids.append(running.ask(picture(number))["id"])
        assert running.outcome(ids[-1])["status"] == "dead"
    assert running.reviewer.post("/v1/requests/revive").status_code == 403
    assert running.admin.post("/v1/requests/revive").json() == {"revived": 2}
    eventually(lambda: running.service.leases.counts() == {"answered": 2}, 60)
    assert running.admin.post("/v1/requests/revive").json() == {"revived": 0}


def test_the_token_page(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    client = sign_in(running, "admin")
    page = client.get("/console/tokens").text
    csrf = page.split('name="csrf" value="')[1].split('"')[0]
    made = client.post("/console/tokens", data={"csrf": csrf, "role": "reviewer", "name": "grace"})
    token = "shadow_" + made.text.split("<code>shadow_")[1].split("<")[0]
    assert token not in client.get("/console/tokens").text, "it is shown once"
    assert COOKIE in sign_in_with(running, token).cookies
    assert client.post("/console/tokens", data={"csrf": csrf, "role": "admin", "name": "mallory"}).status_code == 422
    assert client.post("/console/tokens", data={"role": "node", "name": "x"}).status_code == 403  # no hidden field
    assert client.post(f"/console/tokens/{token.split('_')[1]}/revoke", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    assert COOKIE not in sign_in_with(running, token).cookies
    assert "Tokens" not in sign_in(running, "reviewer").get("/console").text.split("</nav>")[0]


def test_what_is_read_before_the_caller_is_known_is_short(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    for method, path in (("POST", "/console/login"), ("POST", "/v1/tokens"), ("POST", "/v1/lessons/x/retract")):
        large = running.client(None).request(method, path, content=b"token=" + b"x" * 200_000, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert large.status_code == 413, path
        endless = running.client(None).request(method, path, content=(b"x" for _ in range(10)), headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert endless.status_code == 411, path


def test_a_revoked_token_is_refused_at_once(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    assert running.node.get("/v1/exemplars").status_code == 200
    identity = next(token["id"] for token in list_tokens(running.service.database) if token["role"] == "node")
    assert revoke_token(running.service.database, str(identity))
    assert running.node.get("/v1/exemplars").status_code == 401


def test_tokens_are_hashed_at_rest(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    stored = running.settings.data.joinpath("teacher.sqlite").read_bytes()
    for token in running.tokens.values():
        assert check_token(running.service.database, token) is not None
        assert token.split("_", 2)[2].encode() not in stored
    for damaged in ("", "shadow", "shadow_", running.tokens["node"][:-1], running.tokens["node"] + "x", running.tokens["node"].replace("shadow_", "SHADOW_")):
        assert check_token(running.service.database, damaged) is None


def sign_in(running: Running, role: str = "reviewer", **headers: str) -> httpx2.Client:
    return sign_in_with(running, running.tokens[role], **headers)


def sign_in_with(running: Running, token: str, **headers: str) -> httpx2.Client:
    client = running.client(None)
    client.post("/console/login", data={"token": token}, headers=headers)
    return client


def test_signing_in_and_the_hidden_field_of_forms(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    assert COOKIE not in sign_in(running, "node").cookies
    assert COOKIE not in sign_in(running, Origin="https://evil.example").cookies
    client = sign_in(running)
    page = client.get("/console")
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    cookie = client.cookies[COOKIE]
    assert cookie.encode() not in running.settings.data.joinpath("teacher.sqlite").read_bytes()
    assert client.post("/console/lessons/x/retract", data={"reason": "r"}).status_code == 403  # no hidden field
    assert client.post("/console/lessons/x/retract", data={"reason": "r", "csrf": "x"}).status_code == 403
    csrf = page.text.split('name="csrf" value="')[1].split('"')[0]
    assert client.post("/console/lessons/x/retract", data={"reason": "r", "csrf": csrf}).status_code == 404
    other = sign_in(running)  # somebody else's field is of no use
    assert other.post("/console/lessons/x/retract", data={"reason": "r", "csrf": csrf}).status_code == 403
    assert client.post("/console/logout", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    client.cookies.set(COOKIE, cookie)
    assert client.get("/console", follow_redirects=False).status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(start: Callable[..., Running]) -> None:
    running = start(workers=0, secure_cookies=True)
    answer = running.client(None).post("/console/login", data={"token": running.tokens["reviewer"]}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "secure", "path=/console"))


def test_guessing_tokens_at_the_console_is_slowed(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    running.service.login_rate = RateLimit(1e-3, 3)
    client = running.client(None)
    assert [client.post("/console/login", data={"token": "x"}).status_code for _ in range(5)] == [401, 401, 401, 429, 429]


@pytest.mark.parametrize("path", ["student-0001/../../teacher.sqlite", "student-0001/..%2F..%2Fteacher.sqlite", "student-0001/.hidden", "student-0001/link.onnx",
                                  "../x", "student-0002/manifest.json", "student-0001/sub", "%2e%2e/teacher.sqlite"])  # fmt: skip
def test_published_files_stay_inside_the_registry(start: Callable[..., Running], path: str) -> None:
    running = start(workers=0)
    folder = running.settings.registry_folder / "student-0001"
    (folder / "sub").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder / ".hidden").write_text("x")
    (folder / "link.onnx").symlink_to(running.settings.data / "teacher.sqlite")
    assert running.node.get(f"/v1/students/{path}").status_code in (404, 422)


def test_a_published_student_is_served_with_etags(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    assert running.node.get("/v1/students/current").json()["error"]["code"] == "no_student"
    folder = running.settings.registry_folder / "student-0008"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"id": "student-0008"}')
    (folder / "detector.onnx").write_bytes(bytes(range(256)))
    (running.settings.registry_folder / "current").write_text("student-0008\n")
    current = running.node.get("/v1/students/current")
    assert current.json() == {"id": "student-0008", "files": ["detector.onnx", "manifest.json"]}
    assert running.node.get("/v1/students/current", headers={"If-None-Match": current.headers["ETag"]}).status_code == 304
    fetched = running.node.get("/v1/students/student-0008/detector.onnx")
    assert fetched.content == bytes(range(256))
    assert running.node.get("/v1/students/student-0008/detector.onnx", headers={"If-None-Match": fetched.headers["ETag"]}).status_code == 304
    (folder / "manifest.json").write_text('{"id": "student-0008", "signed": true}')
    assert running.node.get("/v1/students/current", headers={"If-None-Match": current.headers["ETag"]}).status_code == 200


def test_metrics_tell_what_happened(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    running.node.get("/v1/requests/unknown")
    text = running.node.get("/metrics").text
    assert 'shadow_teacher_calls_total{code="404",method="GET",route="/v1/requests/{identity}"} 1.0' in text
    assert 'shadow_teacher_requests{status="queued"} 0.0' in text
