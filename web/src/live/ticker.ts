/** Runs something at a steady pace even when the page lies in the background. */

export function everySecond(run: () => void): () => void {
  const worker = new Worker(new URL("./tick.worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = run;
  return () => worker.terminate();
}
