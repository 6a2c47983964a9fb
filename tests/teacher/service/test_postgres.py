"""The same promises on PostgreSQL. SHADOW_TEST_POSTGRES names an empty database, for example postgresql+psycopg://postgres@127.0.0.1/shadow."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from service_kit import Running, eventually, picture, png, request_of, sha, snapshot

from shadow_teacher.service.database import Database, metadata

URL = os.environ.get("SHADOW_TEST_POSTGRES", "")
pytestmark = pytest.mark.skipif(not URL, reason="no PostgreSQL to test with (SHADOW_TEST_POSTGRES)")


@pytest.fixture(autouse=True)
def _empty() -> None:
    database = Database(URL)
    metadata.drop_all(database.engine)
    database.close()


def test_two_services_on_one_postgres(start: Callable[..., Running]) -> None:
    """Intake through both at once, each request once; each answered once; lessons numbered without gaps; one retracted."""
    one = start(database=URL, workers=2)
    two = start(database=URL, workers=2)
    work = []
    for number in range(12):
        frame = png(picture(number))
        one.node.put(f"/v1/frames/{sha(frame)}", content=frame, headers={"Content-Type": "image/png"})
        work.append(request_of(sha(frame), dom_snapshot=snapshot()))
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda n: (one, two)[n % 2].node.post("/v1/requests", json=work[n % 12]).status_code, range(48)))
    assert codes.count(202) == 12
    assert set(codes) == {200, 202}
    eventually(lambda: len(one.lessons()) == 12, 120)
    made = two.lessons()
    assert sorted(lesson["provenance"]["request"] for lesson in made) == sorted(sent["id"] for sent in work)
    assert [lesson["seq"] for lesson in made] == list(range(1, 13))
    assert two.reviewer.post(f"/v1/lessons/{made[0]['id']}/retract", json={"reason": "test"}).status_code == 200
    assert sum(exemplar["status"] == "active" for exemplar in one.exemplars()) == 11
    assert one.node.get("/readyz").status_code == 200
    assert 'status="answered"} 11.0' in one.node.get("/metrics").text
