import { expect, test } from "vitest";
import { placesOf } from "./watch";

test("what was found, expected and by chance keep their order and stay on the line", () => {
  const at = placesOf({ hits: 95, expected: 62.5, low: 50, high: 75 });
  expect(at.hits).toBe(195);
  expect(at.low).toBeLessThan(at.expected);
  expect(at.expected).toBeLessThan(at.high);
  expect(placesOf({ hits: 0, expected: 0, low: -1, high: 0 })).toEqual({ hits: 5, expected: 5, low: 5, high: 5 });
});
