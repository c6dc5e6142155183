/** The live floor as the desk sees it: a snapshot, then changes in order. Pure: a message and a state give a state. */

export const KINDS = ["agent", "queue", "call", "notice"] as const;
export type Kind = (typeof KINDS)[number];
export type Row = Readonly<Record<string, unknown>>;
export type Rows = Readonly<Record<Kind, Readonly<Record<string, Row>>>>;

export interface Snapshot {
  type: "snapshot";
  seq: number;
  rows: Partial<Record<Kind, Record<string, Row>>>;
}

export interface Events {
  type: "events";
  seq: number;
  changes: [Kind, string, Row | null][];
}

export interface LiveState {
  /** The last number applied; null before the first snapshot. */
  seq: number | null;
  rows: Rows;
  /** Set when a number is missing: only a new snapshot can mend it. */
  gap: boolean;
}

export const emptyRows: Rows = { agent: {}, queue: {}, call: {}, notice: {} };

export const empty: LiveState = { seq: null, rows: emptyRows, gap: false };

function changed(rows: Rows, changes: Events["changes"]): Rows {
  const next: Record<string, Record<string, Row>> = {};
  for (const [kind, id, row] of changes) {
    if (!(kind in rows)) continue; // a newer platform may know kinds that these pages do not
    const table = (next[kind] ??= { ...rows[kind] });
    if (row === null) delete table[id];
    else table[id] = row;
  }
  return { ...rows, ...next };
}

/** Applies one message. An event that does not follow the last one marks the state as having a gap and changes no row. */
export function apply(state: LiveState, message: Snapshot | Events): LiveState {
  if (message.type === "snapshot") {
    return { seq: message.seq, rows: { ...emptyRows, ...message.rows } as Rows, gap: false };
  }
  if (state.seq === null) return { ...state, gap: true };
  if (message.seq <= state.seq) return state; // sent again: already applied
  if (message.seq !== state.seq + 1) return { ...state, gap: true };
  return { seq: message.seq, rows: changed(state.rows, message.changes), gap: false };
}
