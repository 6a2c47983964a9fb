"""What a vision model may cost a day, counted in the database so that a restart forgets nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert, select, update

from .database import Database, spending


class DailyBudget:
    """Calls and money (hundredths of a currency's unit) per day of UTC and teacher."""

    def __init__(self, database: Database, teacher: str, requests: int, cents: float, cents_per_million_in: float, cents_per_million_out: float) -> None:
        self._database, self._teacher = database, teacher
        self._requests, self._microcents = requests, round(cents * 1e6)
        self._in, self._out = cents_per_million_in, cents_per_million_out

    def allows(self) -> bool:
        """Whether one more call may be made today."""
        requests, microcents = self.spent()
        return requests < self._requests and (microcents < self._microcents or self._in == self._out == 0)

    def spend(self, tokens_in: int, tokens_out: int) -> None:
        """Count a call that was answered."""
        cost = round(tokens_in * self._in + tokens_out * self._out)  # cents a million tokens = microcents a token
        with self._database.write() as connection:
            mine = (spending.c.teacher == self._teacher) & (spending.c.day == _today())
            changed = connection.execute(update(spending).where(mine).values(requests=spending.c.requests + 1, microcents=spending.c.microcents + cost))
            if changed.rowcount == 0:
                connection.execute(insert(spending).values(teacher=self._teacher, day=_today(), requests=1, microcents=cost))

    def spent(self) -> tuple[int, int]:
        """Calls and microcents of today."""
        with self._database.read() as connection:
            query = select(spending.c.requests, spending.c.microcents).where(spending.c.teacher == self._teacher, spending.c.day == _today())
            row = connection.execute(query).one_or_none()
        return (row.requests, row.microcents) if row is not None else (0, 0)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
