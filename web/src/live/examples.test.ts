import { describe, expect, it } from "vitest";
import examples from "../../../schema/examples/live.json";
import { agentsOf, callsOf, deskOf, markOf, noticesOf, queuesOf, stageOf } from "./model";
import { apply, empty, KINDS, type Events, type Rows, type Snapshot } from "./reducer";

interface Example {
  viewer: string;
  messages: ({ type: string } & Record<string, unknown>)[];
  rows: Rows;
}

const told = examples as unknown as Example[];

const isRows = (message: { type: string }): boolean => message.type === "snapshot" || message.type === "events";

describe.each(told.map((example) => [example.viewer, example] as const))("what the platform sends to %s", (_viewer, example) => {
  const states = example.messages
    .filter(isRows)
    .reduce((all, message) => [...all, apply(all.at(-1) ?? empty, message as unknown as Snapshot | Events)], [empty]);
  const last = states.at(-1) ?? empty;

  it("follows without a gap", () => expect(states.slice(1).every((state) => !state.gap && state.seq !== null)).toBe(true));
  it("gives the rows that the platform says it gives", () => {
    for (const kind of KINDS) expect(last.rows[kind]).toEqual(example.rows[kind] ?? {});
  });
  it("has kinds that the pages know", () => {
    const kinds = example.messages.flatMap((message) => ((message.changes as [string][] | undefined) ?? []).map(([kind]) => kind));
    expect(kinds.filter((kind) => !(KINDS as readonly string[]).includes(kind))).toEqual([]);
  });
  it("has fields that the pages read", () => {
    for (const { rows } of states) {
      for (const agent of agentsOf(rows)) {
        expect(markOf(agent.presence)).toBeTypeOf("string");
        expect(stageOf(agent, deskOf(rows, agent.id).call)).toBeTypeOf("string");
        expect(new Date(agent.since).getTime()).not.toBeNaN();
      }
      for (const call of callsOf(rows)) expect([Array.isArray(call.path), Array.isArray(call.monitors)]).toEqual([true, true]);
      for (const queue of queuesOf(rows)) expect(Array.isArray(queue.waiting)).toBe(true);
      for (const notice of noticesOf(rows)) expect(notice.code).toBeTypeOf("string");
    }
  });
});
