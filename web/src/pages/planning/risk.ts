/** How likely it is that callers wait too long, against what the firm allows. Pure. */

export type Level = "kept" | "over" | "high";

/** How a share stands to the one that is allowed. */
export function levelOf(share: number, allowed: number): Level {
  return share <= allowed ? "kept" : share <= 2 * allowed ? "over" : "high";
}
