/** The one way to the platform over HTTP: JSON in and out, problems as values with a sentence, cross-site token sent along. */

import { prefs } from "@/prefs";

export interface ProblemBody {
  status: number;
  code: string;
  title: string;
  detail?: string;
  request_id?: string;
  errors?: { pointer: string; detail: string }[];
  [extra: string]: unknown;
}

/** A "no" of the platform. `message` is a sentence for people; `code` is stable for programs. */
export class Problem extends Error {
  readonly body: ProblemBody;
  constructor(body: ProblemBody) {
    super(body.detail || body.title);
    this.body = body;
  }
  get status(): number {
    return this.body.status;
  }
  get code(): string {
    return this.body.code;
  }
}

const TOKEN_COOKIE = "csrf";
const TOKEN_HEADER = "X-CSRF-Token";

function cookie(name: string): string {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const body = JSON.parse(text) as Partial<ProblemBody>;
    return new Problem({ status: response.status, code: "unknown", title: response.statusText, ...body });
  } catch {
    return new Problem({ status: response.status, code: "unreadable", title: response.statusText || String(response.status) });
  }
}

let whenSignedOut: () => void = () => undefined;

/** What to do when the platform says that nobody is signed in any more. */
export function onSignedOut(run: () => void): void {
  whenSignedOut = run;
}

type Body = unknown;

function headersFor(method: string, body: Body): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": prefs.get().lang };
  if (method === "GET") return headers;
  const token = cookie(TOKEN_COOKIE);
  if (token) headers[TOKEN_HEADER] = token;
  if (method === "POST") headers["Idempotency-Key"] = crypto.randomUUID();
  if (body instanceof Blob) headers["Content-Type"] = body.type || "application/octet-stream";
  else if (body !== undefined) headers["Content-Type"] = "application/json";
  return headers;
}

async function ask(method: string, path: string, body?: Body, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      headers: headersFor(method, body),
      body: body === undefined ? undefined : body instanceof Blob ? body : JSON.stringify(body),
      signal,
    });
  } catch {
    if (signal?.aborted) throw new Problem({ status: 0, code: "cancelled", title: "cancelled" });
    throw new Problem({ status: 0, code: "unreachable", title: "unreachable" });
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && !path.startsWith("/sign-in")) whenSignedOut();
    throw problem;
  }
  return response;
}

async function send<T>(method: string, path: string, body?: Body, signal?: AbortSignal): Promise<T> {
  const response = await ask(method, path, body, signal);
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Has the browser keep a file under the name that the platform gives it; a refusal is a problem with its sentence, not a page. */
async function keep(path: string): Promise<void> {
  const response = await ask("GET", path);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? path.replace(/\?.*|.*\//g, "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => send<T>("GET", path, undefined, signal),
  post: <T>(path: string, body?: Body, signal?: AbortSignal) => send<T>("POST", path, body, signal),
  put: <T>(path: string, body?: Body) => send<T>("PUT", path, body),
  upload: (path: string, file: Blob) => send<void>("PUT", path, file),
  patch: <T>(path: string, body?: Body) => send<T>("PATCH", path, body),
  keep,
  delete: <T>(path: string) => send<T>("DELETE", path),
};

/** "?a=1&b=2" of what is set; "" of nothing. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.length ? `?${new URLSearchParams(kept.map(([key, value]) => [key, String(value)])).toString()}` : "";
}
