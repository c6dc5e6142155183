/** A live floor in the page: answers intents as the platform would, roughly, so that the desk can be played with. */

import type { CallRow } from "@/live/model";
import { call, floorOf, ME, type Scene } from "./rows";

type Change = [string, string, Record<string, unknown> | null];

const now = (): string => new Date().toISOString();

export class MockSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private seq = 1;
  private readonly rows: ReturnType<typeof floorOf>;

  constructor(scene: Scene) {
    super();
    this.rows = floorOf(scene);
    window.setTimeout(() => {
      if (this.readyState !== 0) return;
      this.readyState = 1;
      this.onopen?.();
      this.say({ type: "snapshot", seq: this.seq, now: now(), rows: this.rows });
    }, 20);
  }

  /** A caller is offered to me, as tests ask for it. */
  ring(): void {
    this.change([
      ["call", "int_mine", { ...call("int_mine"), offered_to: ME, leg: "ringing" }],
      this.me({ presence: "offered", call: "int_mine" }),
    ]);
  }

  /** My SIP telephone is picked up. */
  pickUp(): void {
    this.change([...this.mine({ phase: "talking", agent: ME, leg: "up", answered_at: now(), recorded: true }), this.me({ presence: "talking" })]);
  }

  private say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  send(text: string): void {
    const message = JSON.parse(text) as { type: string; id: number; intent: { type: string } & Record<string, unknown> };
    if (message.type === "beat") {
      this.say({ type: "beat", now: now() });
      return;
    }
    window.setTimeout(() => {
      const why = { code: "every_agent_with_the_skills_is_busy", others: 3, place: 2, step: 0, free_in_s: 40 };
      this.say({ type: "done", id: message.id, data: message.intent.type === "explain" ? why : undefined });
      this.change(this.effect(message.intent));
    }, 30);
  }

  close(): void {
    this.readyState = 3;
    window.setTimeout(() => this.onclose?.({ code: 1006 }), 0);
  }

  private change(changes: Change[]): void {
    if (!changes.length) return;
    this.seq += 1;
    for (const [kind, id, row] of changes) {
      const table = this.rows[kind as "agent"];
      if (row) table[id] = row;
      else delete table[id];
    }
    this.say({ type: "events", seq: this.seq, changes });
  }

  private me(values: Record<string, unknown>): Change {
    return ["agent", ME, { ...this.rows.agent[ME], since: now(), ...values }];
  }

  private mine(values: Record<string, unknown>): Change[] {
    const row = this.rows.call.int_mine;
    return row ? [["call", "int_mine", { ...row, ...values }]] : [];
  }

  private effect(intent: { type: string } & Record<string, unknown>): Change[] {
    const wrap = new Date(Date.now() + 30_000).toISOString();
    const free = { call: null, reason: null, wrap_up_call: null, wrap_up_until: null };
    const effects: Record<string, () => Change[]> = {
      sign_in: () => [this.me({ presence: "paused", reason: "signed_in" })],
      sign_out: () => [this.me({ presence: "offline", ...free })],
      ready: () => [this.me({ presence: "ready", ...free })],
      pause: () => [this.me({ presence: "paused", ...free, reason: intent.reason })],
      hang_up: () => [["call", "int_mine", null], this.me({ presence: "wrap_up", call: null, wrap_up_call: "int_mine", wrap_up_until: wrap })],
      decline: () => [["call", "int_mine", null], this.me({ presence: "paused", ...free, reason: "rejected" })],
      hold: () => this.mine({ held: true }),
      resume: () => this.mine({ held: false }),
      mute: () => this.mine({ muted: intent.on }),
      private_moment: () => this.mine({ private: intent.on }),
      cancel_card: () => this.mine({ card: null }),
      end_consultation: () => this.mine({ card: null }),
      take_card: () => this.mine({ card: { id: "con_1", product: (this.rows.call.int_mine as CallRow | undefined)?.products[0], stage: "accept", digits: 0, tries: 1, result: null, last_four: "", since: null, until: null } }),
      consult: () => this.mine({ consult: { label: "Noémie", state: "up", agent: "agt_noemie" } }),
      conference: () => this.mine({ consult: { label: "Noémie", state: "joined", agent: "agt_noemie" } }),
      cancel_consult: () => this.mine({ consult: null }),
      dial: () => [
        ["call", "int_mine", { ...call("int_mine"), direction: "outbound", phase: "dialling", agent: ME, leg: "up", customer: intent.number, queue: null, queue_name: null, path: [] }],
        this.me({ presence: "talking", call: "int_mine" }),
      ],
      qualify: () => (intent.done ? [["call", "int_mine", null], this.me({ presence: "ready", ...free })] : []),
      monitor: () => [["agent", "agt_lea", { ...this.rows.agent.agt_lea, monitoring: intent.agent, monitor_mode: intent.mode, presence: "talking" }]],
      leave_monitor: () => [["agent", "agt_lea", { ...this.rows.agent.agt_lea, monitoring: null, monitor_mode: null, presence: "paused" }]],
    };
    effects.transfer = effects.complete_transfer = effects.hang_up ?? (() => []);
    return effects[intent.type]?.() ?? [];
  }
}
