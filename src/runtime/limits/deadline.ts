/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Pauses for growing too fast are no run time, but a guest cannot live on them for ever. */
const MOST_PAUSED_MS = 60_000;

/**
 * Calls `onExpire` once when `timeoutMs` have passed since now, not counting what `pausedMs` tells (at most a minute of it).
 * Returns what ends the watch.
 */
export function startDeadline(timeoutMs: number, pausedMs: () => number, onExpire: () => void): () => void {
  const startMs = performance.now();
  let timer: ReturnType<typeof setTimeout>;
  const check = (): void => {
    const ranMs = performance.now() - startMs - Math.min(pausedMs(), MOST_PAUSED_MS);
    const leftMs = timeoutMs - ranMs;
    if (leftMs <= 0) onExpire();
    else timer = setTimeout(check, Math.min(Math.ceil(leftMs), LONGEST_TIMER_MS));
  };
  timer = setTimeout(check, Math.min(Math.ceil(timeoutMs), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}
