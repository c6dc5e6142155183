/** The reducer against examples that the Python tests write: what the platform sends leads to the rows it means. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { apply, empty, type Events, type Rows, type Snapshot } from "./reducer";

interface Example {
  viewer: string;
  messages: (Snapshot | Events)[];
  rows: Rows;
}

const examples = JSON.parse(
  readFileSync(new URL("../../../schema/examples/live.json", import.meta.url), "utf-8"),
) as Example[];

describe("what the platform sends", () => {
  it.each(examples.map((example) => [example.viewer, example] as const))("leads %s to the platform's rows", (_, example) => {
    const state = example.messages.reduce(apply, empty);
    expect(state.gap).toBe(false);
    expect(state.rows).toEqual(example.rows);
  });
});
