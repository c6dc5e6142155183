/** A flow as the editor handles it: nodes by id, where each leads, what is never reached, and the sentence that tells it. Pure. */

export type NodeKind = "hours" | "message" | "language" | "menu" | "queue" | "end";

export interface FlowNode {
  id: string;
  kind: NodeKind;
  plan?: string;
  open?: string;
  closed?: string | boolean;
  prompts?: string[];
  next?: string;
  language?: string;
  choices?: Record<string, string>;
  otherwise?: string;
  invalid?: string[];
  timeout_s?: number;
  tries?: number;
  labels?: Record<string, string>;
  queue?: string;
}

export type FlowNodes = Record<string, FlowNode>;

export const KINDS: NodeKind[] = ["hours", "language", "message", "menu", "queue", "end"];

/** A new step of a kind, with every field it needs. */
export function blankNode(kind: NodeKind, id: string): FlowNode {
  const rest: Record<NodeKind, Partial<FlowNode>> = {
    hours: { plan: "", open: "", closed: "" },
    message: { prompts: [], next: "" },
    language: { language: "fr", next: "" },
    menu: { prompts: [], choices: {}, otherwise: "", invalid: [], timeout_s: 5, tries: 3, labels: {} },
    queue: { queue: "" },
    end: { prompts: [], closed: false },
  };
  return { id, kind, ...rest[kind] };
}

/** A name that is still free: "menu", "menu-2", "menu-3". */
export function freeId(nodes: FlowNodes, kind: NodeKind): string {
  if (!nodes[kind]) return kind;
  let count = 2;
  while (nodes[`${kind}-${count}`]) count += 1;
  return `${kind}-${count}`;
}

/** The steps to which a step leads, in order. */
export function leadsTo(node: FlowNode): string[] {
  const targets: Record<NodeKind, (string | undefined)[]> = {
    hours: [node.open, typeof node.closed === "string" ? node.closed : undefined],
    message: [node.next],
    language: [node.next],
    menu: [...Object.values(node.choices ?? {}), node.otherwise],
    queue: [],
    end: [],
  };
  return targets[node.kind].filter((target): target is string => Boolean(target));
}

/** Steps that no caller can come to. */
export function unreached(start: string, nodes: FlowNodes): string[] {
  const seen = new Set<string>();
  const open = [start];
  while (open.length) {
    const id = open.pop();
    const node = id !== undefined ? nodes[id] : undefined;
    if (!node || seen.has(node.id)) continue;
    seen.add(node.id);
    open.push(...leadsTo(node));
  }
  return Object.keys(nodes).filter((id) => !seen.has(id));
}

/** Gives a step another name, everywhere it is named. */
export function renamed(start: string, nodes: FlowNodes, from: string, to: string): { start: string; nodes: FlowNodes } {
  const swap = (target: string | undefined): string | undefined => (target === from ? to : target);
  const change = (node: FlowNode): FlowNode => ({
    ...node,
    id: node.id === from ? to : node.id,
    ...(node.open !== undefined && { open: swap(node.open) }),
    ...(typeof node.closed === "string" && { closed: swap(node.closed) }),
    ...(node.next !== undefined && { next: swap(node.next) }),
    ...(node.otherwise !== undefined && { otherwise: swap(node.otherwise) }),
    ...(node.choices && { choices: Object.fromEntries(Object.entries(node.choices).map(([key, target]) => [key, swap(target) ?? ""])) }),
  });
  return {
    start: start === from ? to : start,
    nodes: Object.fromEntries(Object.values(nodes).map((node) => [node.id === from ? to : node.id, change(node)])),
  };
}

export interface Step {
  depth: number;
  /** The key or the branch that leads here; "" for what simply follows. */
  by: string;
  id: string;
  /** Told before: the caller comes back to it. */
  again: boolean;
}

/** The flow as an indented list, in the order in which a caller meets it. */
export function outline(start: string, nodes: FlowNodes): Step[] {
  const steps: Step[] = [];
  const told = new Set<string>();
  const walk = (id: string, depth: number, by: string): void => {
    const node = nodes[id];
    steps.push({ depth, by, id, again: told.has(id) || !node });
    if (!node || told.has(id)) return;
    told.add(id);
    if (node.kind === "hours") {
      walk(node.open ?? "", depth + 1, "open");
      walk(typeof node.closed === "string" ? node.closed : "", depth + 1, "closed");
    } else if (node.kind === "menu") {
      for (const [key, target] of Object.entries(node.choices ?? {})) walk(target, depth + 1, key);
      walk(node.otherwise ?? "", depth + 1, "otherwise");
    } else if (node.next !== undefined) walk(node.next, depth, "");
  };
  walk(start, 0, "");
  return steps;
}
