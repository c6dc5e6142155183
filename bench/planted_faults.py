"""The faults that are planted on purpose: where, which text becomes which, and what a caller or an agent would notice."""

from __future__ import annotations

from dataclasses import dataclass

ROUTING = ("tests/unit/routing", "tests/unit/floor")
FLOOR = ("tests/unit/floor", "tests/scenarios")
CALL = ("tests/unit/interaction/test_call.py", "tests/unit/interaction/test_talk.py", "tests/unit/floor", "tests/scenarios")
LEASE = ("tests/integration/floor/test_lease.py", "tests/integration/floor/test_records.py")
TESTS = tuple(dict.fromkeys((*ROUTING, *CALL, *FLOOR)))  # all that need no database


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `old` stands once in the file; `tests` are asked first, seeded days afterwards."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


MATCHING, LINES, ROSTER = "routing/matching.py", "routing/lines.py", "routing/roster.py"
BOARD = "routing/board.py"
RULES, PROMISE = "routing/rules.py", "routing/promise.py"
MACHINE, ASKS, RECOVERY, BATCH = "floor/machine.py", "floor/asks.py", "floor/recovery.py", "floor/batch.py"
WORLD, ENGINE, STORE_LEASE, STORE = "floor/world.py", "floor/engine.py", "floor/store_lease.py", "floor/store.py"
CALLS, LEGS, TALK, MODEL = "interaction/call.py", "interaction/legs.py", "interaction/talk.py", "interaction/model.py"

FAULTS = (
    # -- who gets whom
    Fault("wrong tie: who has been free the shortest is rung first", MATCHING,
          "return next(iter(profile.free[texts]))", "return next(reversed(profile.free[texts]))", ROUTING),
    Fault("wrong tie: of two of one moment the later one comes first", MATCHING,
          "heappush(heap, (item.due, item.seq, item))", "heappush(heap, (item.due, -item.seq, item))", ROUTING),
    Fault("wrong order: the most flexible agent is used up first", MATCHING,
          "self._profiles[(common & -common).bit_length() - 1]", "self._profiles[common.bit_length() - 1]", ROUTING),
    Fault("wrong order: what others do better comes sooner", MATCHING,
          "due = first.due + handicap", "due = first.due - handicap", ROUTING),
    Fault("double offer: a caller for whom a telephone rings is offered to the next agent", MATCHING,
          "        if item is not None:\n            item.held = True", "        if item is not None:\n            item.held = False", ROUTING),
    Fault("missed release: a caller whose offer failed is never offered again", MATCHING,
          "            item.held = False\n            self._offer(item)", "            item.held = False", ROUTING),
    Fault("a wanted agent is waited for beyond the time", MATCHING,
          "        item.wanted_by = None\n        self._offer(item)", "        self._offer(item)", ROUTING),
    Fault("leaked capacity: an agent gets one text too many", MATCHING,
          "(line.text and texts >= profile.places)", "(line.text and texts > profile.places)", ROUTING),
    Fault("a text's place is not given back", MATCHING,
          "        del profile.free[texts][agent]\n", "        if not texts:\n            del profile.free[texts][agent]\n", ROUTING),
    Fault("who is rung for is forgotten when the set-up changes", LINES,
          "            if waiting.call in held:\n", "            if waiting.call in ():\n", ROUTING),
    Fault("the search widens in words only", LINES,
          "        if step != waiting.step:\n            matcher.move", "        if step < waiting.step:\n            matcher.move", ROUTING),
    Fault("a caller who left stays in the line", LINES,
          "            self._matcher_of(waiting).leave(call)\n", "", ROUTING),
    Fault("order by the wrong key: who has the least priority comes first", RULES,
          "queue.target_s - earlier)", "queue.target_s + earlier)", ROUTING),
    Fault("skills are ignored once the search has widened", RULES,
          "        if levels.get(skill, 0) < max", "        if not step and levels.get(skill, 0) < max", ROUTING),
    Fault("the alarm comes when the promise is broken", PROMISE,
          "target_s - min(AHEAD_S, AHEAD_PART * target_s)", "target_s", ROUTING),
    # -- agents
    Fault("wrap-up never ends", ROSTER,
          "                agent.wrap_up_until = agent.wrap_up_call = None\n                agent.since = agent.idle_since = now",
          "                agent.since = agent.idle_since = now", ROUTING),
    Fault("missed release: an agent is never free of a call", ROSTER,
          "agent.call, agent.offered, agent.since, agent.idle_since = None, False, now, now",
          "agent.offered, agent.since, agent.idle_since = False, now, now", ROUTING),
    Fault("who has signed out has notes to write", ROSTER,
          "elif wrap_up_s > 0 and agent.signed_in:", "elif wrap_up_s > 0:", ROUTING),
    # -- the floor
    Fault("lost timer: an agent's lost device is waited for without end", WORLD,
          "for name, at in call.deadlines.items()]", 'for name, at in call.deadlines.items() if name != "reconnect"]', FLOOR),
    Fault("lost timer: the time for notes has no end", MACHINE,
          "    watch_wrap_up(world, need.agent)\n", "", FLOOR),
    Fault("stale timer: notes that were given more time end at the old one", MACHINE,
          "state.wrap_up_until is not None and state.wrap_up_until <= now", "state.wrap_up_until is not None", FLOOR),
    Fault("an agent who is free again gets nobody who waits", MACHINE,
          "    for agent in freed:\n        agent_freed(world, agent, now)\n", "", FLOOR),
    Fault("a doubled arrival makes two calls", MACHINE,
          "    if signal.channel in world.customers:\n        return\n    number = world.number(signal", "    number = world.number(signal", FLOOR),
    Fault("a leg that answers after its call is gone stays up", MACHINE,
          "        if isinstance(signal, s.Up):\n", "        if isinstance(signal, s.Digit):\n", FLOOR),
    Fault("the end of the notes is not written down", MACHINE,
          "        world.effects.calls[call.id] = call\n        close_if_over(world, call)\n    agent_freed",
          "        close_if_over(world, call)\n    agent_freed", FLOOR),
    Fault("two places: who talks may dial", ASKS,
          "    if state.call is not None:\n        return BUSY\n    if world.degraded", "    if world.degraded", FLOOR),
    Fault("a call is placed that nobody can write down", ASKS,
          "    if world.degraded:\n        return STORE_AWAY\n    if not is_reachable", "    if not is_reachable", FLOOR),
    Fault("a restart forgets who is to be called back", RECOVERY,
          "            if is_kept(call):\n                world.board.step_aside(call.id)\n", "", FLOOR),
    Fault("a restart forgets who waits", RECOVERY,
          "if call.phase is Phase.QUEUED and call.terms is not None:", "if call.phase is Phase.FLOW and call.terms is not None:", FLOOR),
    Fault("a restart forgets that a telephone rings", RECOVERY,
          "        if call.offer is not None:\n            world.board.hold(call.id)\n", "", FLOOR),
    Fault("a restart takes the time of the call for the time in the queue", RECOVERY,
          "since = call.queued_at or call.arrived_at", "since = call.arrived_at", FLOOR),
    Fault("a restart forgets the time for notes", RECOVERY,
          "        if state.wrap_up_until is not None:", "        if state.wrap_up_until is not None and state.call is not None:", FLOOR),
    Fault("after a restart a leg that nobody has ended is taken for a customer", RECOVERY,
          "(call is not None and (name in known or name == call.customer_channel))", "name in world.customers", FLOOR),
    Fault("a call that frees its agent takes him again before his turn", MACHINE,
          "if not freed:  # who was freed by this very turn", "if True:  # who was freed by this very turn", FLOOR),
    Fault("an agent's row is written once", BATCH,
          "if self._documents.get(state.id) != document:", "if state.id not in self._documents:", FLOOR),
    Fault("a call that is over stays among those that are open", BATCH,
          "            batch.closed.append((call.firm, call.id))\n", "", FLOOR),
    Fault("the switch hears before the record is kept", ENGINE,
          "        batch = self.scribe.write(self.world, effects, self._unwritten)\n",
          "        batch = self.scribe.write(self.world, effects, self._unwritten)\n"
          "        self.switch.send(effects.commands)\n        effects.commands = []\n", FLOOR),
    Fault("new rows overtake those that wait on the disk", ENGINE,
          "        if not self.world.degraded:\n            try:", "        if self.backlog is not None:\n            try:", FLOOR),
    # -- the call
    Fault("lost timer: an offer has no end of its own", CALLS,
          '    call.deadlines["offer"] = now + timedelta(seconds=ring_s + ANSWER_MARGIN_S)\n', "", CALL),
    Fault("missed release: an agent who did not answer stays rung", CALLS,
          "    turn.needs.append(AgentReleased(leg.agent, 0, reason if by_agent else None))\n", "", CALL),
    Fault("a telephone rings on when its caller has gone", LEGS,
          "    withdraw_offer(call, turn)\n    if call.held", "    if call.held", CALL),
    Fault("a transfer that fails costs the place in the queue", LEGS,
          "place = since or now - timedelta", "place = now - timedelta", CALL),
    Fault("a customer who was called back still counts as away", CALLS,
          "    call.call_back = None  # he is on the line again\n", "", CALL),
    Fault("who asked to be called back and hung up has given up", CALLS,
          "case Phase.QUEUED if call_back.is_kept(call):\n            call_back.gone", "case Phase.TALKING if call_back.is_kept(call):\n            call_back.gone", CALL),
    Fault("a private moment goes on with the next agent", TALK,
          "    end_private(call, now, turn)\n    call.last_agent", "    call.last_agent", CALL),
    Fault("a clock that is put back makes talks of less than no time", MODEL,
          "return max(0.0, (end - begin).total_seconds())", "return (end - begin).total_seconds()", CALL),
    # -- the one writer
    Fault("stale lease: a floor that was replaced goes on renewing", STORE_LEASE,
          "where name = 'floor' and fencing = %(fencing)s", "where name = 'floor' and fencing >= %(fencing)s", LEASE),
    Fault("stale lease: a lease that has just run out is taken from who still serves", STORE_LEASE,
          "now_s - self._over_since >= GRACE_S", "now_s >= self._over_since", LEASE),
    Fault("stale lease: a floor that was replaced does not hear of it", STORE,
          'LEASE_LOST = "PL001"', 'LEASE_LOST = "PL000"', LEASE),
)  # fmt: skip
