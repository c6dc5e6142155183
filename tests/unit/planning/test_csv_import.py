"""Files as people have them: what is taken, and how every line that is not is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.firms.model import Language
from permanence.kernel.ids import QueueId
from permanence.planning.csv_import import NAMES_MAX, REFUSALS_TOLD, Reading, read
from permanence.planning.errors import HistoryEmpty, HistoryUnfit
from permanence.planning.generate import csv_lines, generate
from permanence.planning.refusals import Reason, sentence
from tests.unit.planning.planning_kit import HOLIDAYS, LINE, PARIS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUEUES = {"Rendez-vous": QueueId("que_1"), "Devis": QueueId("que_2"), "Accueil": QueueId("que_3")}
AT_TEN = int(datetime(2026, 3, 2, 9, tzinfo=UTC).timestamp())


def taken(text: str | bytes, zone: ZoneInfo = PARIS) -> Reading:
    body = text.encode() if isinstance(text, str) else text
    return read(body.splitlines(keepends=True), QUEUES, zone, NOW)


def only_quarter(reading: Reading) -> list[float]:
    assert reading.refused == []
    (queue,) = reading.queues
    assert list(queue.quarters) == [AT_TEN]
    return queue.quarters[AT_TEN]


@pytest.mark.parametrize(
    "text",
    [
        "date;file;duree_s;repondu\n02/03/2026 10:07:59;Rendez-vous;240;oui\n",
        "Date et heure;File d'attente;Durée (s);Répondu\r\n2026-03-02 10:07;rendez vous;240,0;Oui\r\n",
        "start,queue,talk seconds,answered\n2026-03-02T10:07:59+01:00,RENDEZ-VOUS,240,yes\n",
        "start,queue,talk seconds,answered\n2026-03-02T09:07:59Z,RENDEZ-VOUS,240,1\n",
        'start,queue,duration,answered\n"2026-03-02 10:07:59","Rendez-vous","240,0",true\n',
        "Datetime\tQueue\tTalk time\tStatus\n02.03.2026 10h07\tRendez-vous\t4:00\tanswered\n",
        "jour|heure|service|durée|statut\n2/3/26|10:07|Rendez-vous|0:04:00|décroché\n",
        "date;heure début;file;conversation;post-appel\n02/03/2026;10h07;Rendez-vous;200;40\n",
        "date,time,queue,duration\n2026/03/02,10:07 AM,Rendez-vous,240s\n",
        "\n\nhorodatage;file;durée\n\n02-03-2026 10:00;  Rendez-vous ;240\n\n",
        "start;queue;calls;aht\n2026-03-02 10:00;Rendez-vous;1;240\n2026-03-02 10:15;Rendez-vous;0;\n",
    ],
)
def test_one_call_in_many_hands(text: str) -> None:
    reading = taken(text)
    assert reading.refused == []
    (queue,) = reading.queues
    assert (queue.queue, queue.calls) == ("que_1", 1)
    assert queue.quarters[AT_TEN] == [1, 1, 240]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
def test_accents_survive(encoding: str) -> None:
    queues = {"Génie thermique à l'été": QueueId("que_1")}
    body = "date;file d'attente;durée\n02/03/2026 10:00;Génie thermique à l'été;240\n".encode(encoding)
    reading = read(body.splitlines(keepends=True), queues, PARIS, NOW)
    assert (reading.accepted, reading.queues[0].name, reading.queues[0].queue) == (1, "Génie thermique à l'été", "que_1")


def test_unanswered_calls_count_and_have_no_handling() -> None:
    text = "date;file;duree;repondu\n02/03/2026 10:00;Devis;240;oui\n02/03/2026 10:01;Devis;;non\n02/03/2026 10:02;Devis;55;non\n"
    assert only_quarter(taken(text)) == [3, 1, 240]
    assert only_quarter(taken("date;file;duree\n02/03/2026 10:00;Devis;240\n02/03/2026 10:01;Devis;0\n")) == [2, 1, 240]


def test_hours_and_half_hours_are_laid_over_their_quarters() -> None:
    hours = taken("debut;file;appels;dmt\n02/03/2026 10:00;Devis;8;100\n02/03/2026 11:00;Devis;4;100\n").queues[0]
    assert hours.quarters == {AT_TEN + 900 * n: [2, 2, 200] if n < 4 else [1, 1, 100] for n in range(8)}
    halves = taken("debut;file;appels;dmt\n02/03/2026 10:00;Devis;8;100\n02/03/2026 10:30;Devis;4;100\n").queues[0]
    assert halves.quarters == {AT_TEN + 900 * n: [4, 4, 400] if n < 2 else [2, 2, 200] for n in range(4)}
    quarters = taken("debut;file;appels;dmt\n02/03/2026 10:00;Devis;8;100\n02/03/2026 10:45;Devis;4;100\n").queues[0]
    assert quarters.quarters == {AT_TEN: [8, 8, 800], AT_TEN + 2700: [4, 4, 400]}


def test_hours_are_those_of_the_wall_clock() -> None:
    text = "debut;file;appels;dmt\n02/03/2026 10:00;Devis;4;100\n"
    found = taken(text, ZoneInfo("Asia/Kathmandu")).queues[0]
    assert list(found.quarters) == [int(datetime(2026, 3, 2, 4, 15, tzinfo=UTC).timestamp()) + 900 * n for n in range(4)]


def test_counts_may_say_how_many_were_handled() -> None:
    text = "intervalle;file;appels présentés;traités;DMT\n02/03/2026 10:00 - 10:15;Devis;10;8;0:02:05\n02/03/2026 10:15;Devis;0;0;\n"
    assert taken(text).queues[0].quarters[AT_TEN] == [10, 8, 1000]
    english = "start,queue,offered,answered,aht\n2026-03-02 10:15,Devis,0,0,\n2026-03-02 10:00,Devis,10,8,125\n"
    assert taken(english).queues[0].quarters[AT_TEN] == [10, 8, 1000]


CALLS = "date;file;durée;répondu\n"
COUNTS = "début;file;appels;traités;dmt\n"


@pytest.mark.parametrize(
    ("header", "line", "column", "reason"),
    [
        (CALLS, "02/03/2026 10:00;Devis;240", "", Reason.COLUMNS),
        (CALLS, "02/03/2026 10:00;Devis;240;oui;", "", Reason.COLUMNS),
        (CALLS, "31/02/2026 10:00;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "03/13/2026 10:00;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "02/03/2026 25:00;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "02/03/2026 13:00 PM;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "2026-03-02T10:00:61Z;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, ";Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "hier;Devis;240;oui", "date", Reason.MOMENT),
        (CALLS, "23/11/2026 10:00;Devis;240;oui", "date", Reason.FUTURE),
        (CALLS, "02/03/1999 10:00;Devis;240;oui", "date", Reason.LONG_AGO),
        (CALLS, "02/03/2026 10:00; ;240;oui", "file", Reason.QUEUE_MISSING),
        (CALLS, "02/03/2026 10:00;Ventes;240;oui", "file", Reason.QUEUE_UNKNOWN),
        (CALLS, "02/03/2026 10:00;Devis;;oui", "durée", Reason.DURATION),
        (CALLS, "02/03/2026 10:00;Devis;longue;oui", "durée", Reason.DURATION),
        (CALLS, "02/03/2026 10:00;Devis;-5;oui", "durée", Reason.NEGATIVE),
        (CALLS, "02/03/2026 10:00;Devis;12:00:01;oui", "durée", Reason.TOO_LONG),
        (CALLS, "02/03/2026 10:00;Devis;240;", "répondu", Reason.ANSWERED),
        (CALLS, "02/03/2026 10:00;Devis;240;peut-être", "répondu", Reason.ANSWERED),
        (COUNTS, "02/03/2026 10:05;Devis;3;3;100", "début", Reason.QUARTER),
        (COUNTS, "02/03/2026 10:00;Devis;trois;3;100", "appels", Reason.NUMBER),
        (COUNTS, "02/03/2026 10:00;Devis;-3;3;100", "appels", Reason.NEGATIVE),
        (COUNTS, "02/03/2026 10:00;Devis;3;4;100", "traités", Reason.MORE_HANDLED),
        (COUNTS, "02/03/2026 10:00;Devis;3;3;", "dmt", Reason.DURATION),
        (COUNTS, "02/03/2026 10:00;Ventes;3;3;100", "file", Reason.QUEUE_UNKNOWN),
    ],
)
def test_every_line_that_is_not_taken_is_told(header: str, line: str, column: str, reason: Reason) -> None:
    reading = taken(f"{header}{line}\n")
    assert (reading.lines, reading.accepted, reading.refused_total) == (1, 0, 1)
    (refusal,) = reading.refused
    assert (refusal.line, refusal.column, refusal.reason) == (2, column, reason)
    for language in Language:
        words = sentence(refusal, language)
        assert words.endswith(".")
        assert refusal.shown in words


def test_the_same_moment_twice_is_told_with_the_first_line() -> None:
    reading = taken(f"{COUNTS}02/03/2026 10:00;Devis;3;3;100\n02/03/2026 10:00;devis;5;5;100\n")
    assert [(each.line, each.reason, each.shown) for each in reading.refused] == [(3, Reason.TWICE, "2")]
    assert reading.queues[0].calls == 3


def test_line_numbers_are_those_of_the_file() -> None:
    reading = taken(f"\n\n{CALLS}\n02/03/2026 10:00;Devis;240;oui\n\nhier;Devis;240;oui\n")
    assert (reading.lines, [each.line for each in reading.refused]) == (2, [7])


def test_an_unknown_queue_is_summed_up_all_the_same() -> None:
    reading = taken(f"{CALLS}02/03/2026 10:00;Ventes;240;oui\n03/03/2026 10:00;ventes;240;oui\n03/03/2026 10:00;Devis;240;oui\n")
    ventes, devis = reading.queues
    assert (ventes.name, ventes.queue, ventes.calls, ventes.quarters) == ("Ventes", None, 2, {})
    assert (ventes.first, ventes.last) == (AT_TEN, AT_TEN + 86400)
    assert (devis.queue, devis.calls) == ("que_2", 1)


def test_a_wrong_column_for_the_queue_fills_no_memory() -> None:
    lines = "".join(f"02/03/2026 10:00;{n};240;oui\n" for n in range(NAMES_MAX + 5))
    reading = taken(f"{CALLS}{lines}02/03/2026 10:00;Devis;240;oui\n")
    assert (reading.refused_total, reading.accepted) == (NAMES_MAX + 5, 1)
    assert len(reading.refused) == REFUSALS_TOLD
    assert len(reading.queues) == NAMES_MAX + 1


def test_a_quote_that_is_never_closed_is_told_and_the_rest_is_not_lost() -> None:
    long = "x" * 80_000
    text = f'{CALLS}02/03/2026 10:00;"Devis;{long}\n{long}\n02/03/2026 10:00;Devis;240;oui\n'
    reading = taken(text)
    assert reading.refused[0].reason is Reason.UNREADABLE
    assert reading.lines == reading.accepted + reading.refused_total


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff\n"])
def test_nothing_is_no_history(text: str) -> None:
    with pytest.raises(HistoryEmpty):
        taken(text)


@pytest.mark.parametrize("header", ["date;file", "file;durée", "date;durée", "date;file;appels", "bonjour", "date;file;dmt"])
def test_a_header_that_does_not_say_enough_is_refused_whole(header: str) -> None:
    with pytest.raises(HistoryUnfit, match=header.split(";", maxsplit=1)[0]):
        taken(f"{header}\n1;2;3\n")


def test_what_the_generator_writes_is_read_back_whole() -> None:
    day = date(2026, 10, 25)  # an hour comes twice; its calls are counted in the first
    lines = list(csv_lines(generate(np.random.default_rng(1), (LINE,), day, 3, PARIS, HOLIDAYS), PARIS))
    reading = taken("".join(lines))
    assert (reading.accepted, reading.refused_total) == (len(lines) - 1, 0)
    assert reading.queues[0].calls == len(lines) - 1


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=40), max_size=8), st.binary(max_size=60))
def test_no_file_is_too_strange(lines: list[str], end: bytes) -> None:
    body = CALLS.encode() + "\n".join(lines).encode() + b"\n" + end
    reading = read(body.splitlines(keepends=True), QUEUES, PARIS, NOW)
    assert reading.lines == reading.accepted + reading.refused_total
    assert len(reading.refused) == min(REFUSALS_TOLD, reading.refused_total)
