import { expect, it } from "vitest";
import { levelOf } from "./risk";

it.each([
  [0, "kept"],
  [0.05, "kept"],
  [0.051, "over"],
  [0.1, "over"],
  [0.101, "high"],
])("a share of %d is %s where 0.05 is allowed", (share, level) => expect(levelOf(share, 0.05)).toBe(level));
