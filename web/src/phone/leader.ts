/** One telephone per person and browser: the tab that holds the lock has it, every other tab only looks on. */

export type Role = "asking" | "phone" | "viewer";

export class Leader {
  private role: Role = "asking";
  private release: (() => void) | null = null;
  private waiting: AbortController | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly name: string) {}

  get = (): Role => this.role;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private become(role: Role): void {
    this.role = role;
    for (const listener of this.listeners) listener();
  }

  /** Asks for the telephone; a page that is reloaded gets it as soon as its former self is gone. */
  ask(): void {
    window.setTimeout(() => this.role === "asking" && this.waiting && this.become("viewer"), 600);
    void this.wait();
  }

  /** Takes the telephone from the other tab, which becomes a viewer and asks again. */
  take(): void {
    this.waiting?.abort();
    void this.hold({ steal: true });
  }

  leave(): void {
    this.waiting?.abort();
    this.waiting = null;
    this.release?.();
    this.release = null;
    this.become("asking");
  }

  private async wait(): Promise<void> {
    this.waiting = new AbortController();
    await this.hold({ signal: this.waiting.signal });
  }

  private async hold(options: LockOptions): Promise<void> {
    if (!navigator.locks) {
      this.become("phone");
      return;
    }
    try {
      await navigator.locks.request(this.name, options, () => {
        this.waiting = null;
        this.become("phone");
        return new Promise<void>((resolve) => (this.release = resolve));
      });
    } catch {
      if (options.signal?.aborted) return; // asked otherwise in the meantime, or left
      this.release = null; // another tab took the telephone
      this.become("viewer");
      void this.wait();
    }
  }
}
