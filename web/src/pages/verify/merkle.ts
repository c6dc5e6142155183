/** Whether leaves side by side are under a root: the Merkle tree of RFC 6962, as synergy/merkle.py builds it. */

import { sha256 } from "@noble/hashes/sha2.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leaf = (data: Uint8Array): Uint8Array => sha256.create().update(LEAF).update(data).digest();

const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256.create().update(NODE).update(left).update(right).digest();

/** The largest power of two below `size`: so many leaves are on the left. No bit arithmetic: a size may be beyond 32 bits. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** The root of a tree of `size` leaves that holds these from `first` on, as the proof has it; null where the proof does not fit. */
export function rootOf(leaves: Uint8Array[], first: number, size: number, proof: Uint8Array[]): Uint8Array | null {
  if (!leaves.length || first < 0 || first + leaves.length > size) return null;
  let used = 0;
  const climb = (low: number, high: number): Uint8Array | null => {
    if (high - low === 1) return leaves[low - first] ?? null;
    const middle = low + split(high - low);
    let left: Uint8Array | null = null;
    let right: Uint8Array | null = null;
    const reachesLeft = first < middle;
    const reachesRight = first + leaves.length > middle;
    if (reachesLeft) left = climb(low, middle);
    if (reachesRight) right = climb(middle, high);
    if (!reachesLeft) left = proof[used++] ?? null;
    if (!reachesRight) right = proof[used++] ?? null;
    return left && right ? node(left, right) : null;
  };
  const found = climb(0, size);
  return used === proof.length ? found : null;
}
