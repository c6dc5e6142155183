"""The demonstration's last year: a file that the import takes whole, with the demonstration firm's queues."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from permanence.app.demo.firms import ETOILE, NIGHT
from permanence.app.demo.last_year import ZONE, today
from permanence.app.main import cli
from permanence.kernel.ids import QueueId
from permanence.planning.csv_import import read_whole


def test_the_command_writes_what_the_import_reads(tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    done = CliRunner().invoke(cli, ["planning-demo", str(file), "--seed", "1", "--days", "14"])
    assert done.exit_code == 0, done.output
    names = {queue.name: QueueId(f"que_{n}") for n, queue in enumerate(ETOILE.queues) if queue.name != NIGHT}
    reading = read_whole(file.read_bytes(), names, ZONE, datetime.now(UTC))
    assert reading.refused_total == 0
    assert f"{reading.accepted} calls" in done.output
    assert {queue.name for queue in reading.queues} == set(names)
    days = [datetime.fromtimestamp(at, ZONE).date() for queue in reading.queues for at in queue.quarters]
    assert max(days) < today()
