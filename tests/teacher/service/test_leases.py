"""Leases: one worker at a time, retries with pauses, dead letters; clocks that jump; workers that die."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from service_kit import PAGE, Canned, Running, eventually, picture, png, request_of, sha, snapshot
from sqlalchemy import insert, update

from shadow_runtime.geometry import Box
from shadow_teacher.service.database import Database, lessons, requests
from shadow_teacher.service.leases import Leases, LostLease
from shadow_teacher.service.lessons import share_of
from shadow_teacher.teachers.answer import Answer, TeacherUnavailable


class Clock:
    def __init__(self) -> None:
        self.monotonic, self.wall = 1000.0, 1_800_000_000.0


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    made.create()
    return made


def queue_up(database: Database, count: int = 1) -> None:
    with database.write() as connection:
        connection.execute(insert(requests), [{"id": f"{n:064x}", "status": "queued", "body": "{}", "token": "t", "received_at": ""} for n in range(count)])


def leases_of(database: Database, clock: Clock, attempts: int = 3) -> Leases:
    return Leases(database, 60, attempts, 2.0, lambda: clock.monotonic, lambda: clock.wall)


def test_each_request_goes_to_one_worker(database: Database) -> None:
    queue_up(database, 40)
    leases = leases_of(database, Clock())
    with ThreadPoolExecutor(4) as pool:
        taken = [lease.request for lease in pool.map(lambda _: leases.take(), range(50)) if lease]
    assert len(taken) == len(set(taken)) == 40


def test_a_failure_is_tried_again_later_and_laid_aside_at_last(database: Database) -> None:
    queue_up(database)
    clock = Clock()
    leases = leases_of(database, clock)
    for attempt, pause in ((1, 2), (2, 4)):
        lease = leases.take()
        assert lease is not None
        assert lease.attempt == attempt
        assert leases.give_back(lease, "teacher broke") == "queued"
        clock.wall += pause - 1
        assert leases.take() is None
        clock.wall += 1
    assert leases.give_back(leases.take(), "teacher broke") == "dead"
    assert leases.take() is None
    assert leases.counts() == {"dead": 1}
    assert leases.revive(f"{0:064x}")
    assert leases.take().attempt == 1


def test_a_teacher_that_is_away_costs_no_attempt(database: Database) -> None:
    queue_up(database)
    clock = Clock()
    leases = leases_of(database, clock, attempts=1)
    for _ in range(5):
        assert leases.give_back(leases.take(), "away", pause=1, count=False) == "queued"
        clock.wall += 1


def test_a_dead_workers_request_is_taken_over_and_the_dead_cannot_finish_it(database: Database) -> None:
    queue_up(database)
    clock = Clock()
    leases = leases_of(database, clock)
    lost = leases.take()
    assert leases.free_abandoned() == []
    clock.monotonic += 59
    assert leases.free_abandoned() == []
    clock.monotonic += 2
    assert leases.free_abandoned() == [lost.request]
    taken_over = leases.take()
    assert taken_over.attempt == 2
    with pytest.raises(LostLease), database.write() as connection:
        leases.finish(connection, lost, "answered")
    with pytest.raises(LostLease):
        leases.give_back(lost, "late")
    with pytest.raises(LostLease):
        leases.renew(lost)
    with database.write() as connection:
        leases.finish(connection, taken_over, "answered")


def test_a_lease_that_is_renewed_is_not_taken_over(database: Database) -> None:
    queue_up(database)
    clock = Clock()
    leases = leases_of(database, clock)
    lease = leases.take()
    for _ in range(10):
        assert leases.free_abandoned() == []
        clock.monotonic += 40
        lease = leases.renew(lease)
    assert leases.free_abandoned() == []


def test_a_worker_that_dies_each_time_does_not_poison_the_queue(database: Database) -> None:
    queue_up(database)
    clock = Clock()
    leases = leases_of(database, clock, attempts=2)
    for _ in range(2):
        assert leases.take() is not None
        leases.free_abandoned()
        clock.monotonic += 61
        leases.free_abandoned()
    assert leases.counts() == {"dead": 1}


def test_the_wall_clock_jumps(database: Database) -> None:
    """An hour forward frees no living lease; a year back holds no pause for a year."""
    queue_up(database, 2)
    clock = Clock()
    leases = leases_of(database, clock)
    held = leases.take()
    leases.free_abandoned()
    clock.wall += 3600
    assert leases.free_abandoned() == []
    leases.renew(held)
    assert leases.give_back(leases.take(), "again", pause=30) == "queued"
    clock.wall -= 365 * 86400
    assert leases.take() is not None


def test_a_teacher_that_fails_then_works(start: Callable[..., Running]) -> None:
    teacher = Canned("dom", RuntimeError("broke"), Answer(teacher="dom", box=Box(40, 60, 120, 40), role="button"))
    running = start([teacher], backoff=0.01)
    outcome = running.ask(picture())
    assert outcome["status"] == "answered"
    assert outcome["attempts"] == 2


def test_a_teacher_that_always_fails_ends_in_a_dead_letter_that_names_the_reason(start: Callable[..., Running]) -> None:
    running = start([Canned("dom", RuntimeError("broke"))], backoff=0.01, attempts=2)
    outcome = running.ask(picture())
    assert outcome["status"] == "dead"
    assert "broke" in outcome["reason"]


def test_a_teacher_that_is_away_is_waited_for(start: Callable[..., Running]) -> None:
    teacher = Canned("vlm", *[TeacherUnavailable("away", 0.01)] * 7, Answer(teacher="vlm", absent=True))
    running = start([teacher], attempts=2, vlm_alone=True)
    assert running.ask(picture())["status"] == "answered"
    assert teacher.asked == 8


def test_two_services_share_one_database_and_answer_each_request_once(start: Callable[..., Running]) -> None:
    """Two processes' worth of workers on one data folder: no lesson doubled, none lost."""
    one, two = start(workers=2), start(workers=2)
    frame = png(picture())
    ids = []
    one.node.put(f"/v1/frames/{sha(frame)}", content=frame, headers={"Content-Type": "image/png"})
    senders = [one, two]
    for number in range(30):
        sent = request_of(sha(frame), f"send button {'x' * number}" if number else "send button", dom_snapshot=snapshot(), correction={"box": [40, 60, 120, 40]})
        assert senders[number % 2].send(sent).status_code == 202
        ids.append(sent["id"])
    eventually(lambda: one.service.leases.counts().get("answered") == 30, 120)
    made = [lesson["provenance"]["request"] for lesson in one.lessons()]
    assert sorted(made) == sorted(ids)
    assert [lesson["seq"] for lesson in one.lessons()] == list(range(1, 31))


@pytest.mark.parametrize("rotten", ['{"schema": 1, "kind": "locate"}', '{"schema": 1, "ki', "", "[]"])
def test_a_stored_request_that_rotted_is_laid_aside(start: Callable[..., Running], rotten: str) -> None:
    running = start(workers=0)
    sent = request_of(sha(png(picture())))
    assert running.send(sent, picture()).status_code == 202
    with running.service.database.write() as connection:
        connection.execute(update(requests).values(body=rotten))
    assert running.service.teaching.step()
    assert running.outcome(sent["id"])["status"] == "dead"


def test_a_stored_frame_that_rotted_is_laid_aside(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    other = request_of(sha(png(picture(2))), "other")
    running.send(other, picture(2))
    path = running.service.frames.path(other["frame"])
    path.write_bytes(path.read_bytes()[:-10])
    assert running.service.teaching.step()
    outcome = running.outcome(other["id"])
    assert outcome["status"] == "dead"
    assert "damaged" in outcome["reason"]


def test_a_slow_teacher_keeps_its_lease(start: Callable[..., Running]) -> None:
    entered, go = threading.Event(), threading.Event()

    class Slow:
        name = "dom"

        def answer(self, request: object, frame: object) -> Answer:
            entered.set()
            go.wait(60)
            return Answer(teacher="dom", box=Box(0, 0, *PAGE), role="button")

    running = start([Slow()], lease=3.0, workers=2)
    sent = request_of(sha(png(picture())))
    running.send(sent, picture())
    assert entered.wait(60)
    threading.Event().wait(7.0)  # more than two terms of the lease
    assert running.node.get(f"/v1/requests/{sent['id']}").json()["attempts"] == 1
    go.set()
    assert running.outcome(sent["id"])["status"] == "answered"
    with running.service.database.read() as connection:
        assert len(connection.execute(lessons.select()).all()) == 1


def test_the_frozen_share_is_a_property_of_the_frame() -> None:
    shares = [share_of(f"{n:064x}", 0.2) for n in range(4000)]
    assert 0.17 < shares.count("frozen") / 4000 < 0.23
    assert shares == [share_of(f"{n:064x}", 0.2) for n in range(4000)]
    assert share_of("a" * 64, 0.0) == "train"
