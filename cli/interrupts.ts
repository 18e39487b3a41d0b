import { EXIT_CANCELLED } from "./execute.ts";

/** What of the process this needs; the process itself, or a stand-in. */
export interface SignalSource {
  on(name: string, listener: () => void): unknown;
  removeListener(name: string, listener: () => void): unknown;
  exit(code: number): never;
}

export interface Interrupts {
  /** Aborted by the first signal, with its name as the reason, or by `cancel`. */
  readonly signal: AbortSignal;
  readonly cancel: (reason: string) => void;
  /**
   * Until what it returns is called, signals end the process at once, as they do by themselves. For work that holds nothing
   * to clean up and blocks the event loop, so that no listener would be called before its end.
   */
  readonly letSignalsKill: () => () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns signals into an abort; the second one exits, and what must not outlive the process is undone by listeners of `exit`. */
export function listenForSignals(process: SignalSource): Interrupts {
  const controller = new AbortController();
  const listeners = SIGNALS.map((name) => {
    const listener = (): void => {
      if (controller.signal.aborted) process.exit(EXIT_CANCELLED);
      controller.abort(name);
    };
    return { name, listener };
  });
  let blocking = 0;
  const listen = (): void => {
    for (const { name, listener } of listeners) process.on(name, listener);
  };
  listen();
  return {
    signal: controller.signal,
    cancel: (reason) => controller.abort(reason),
    letSignalsKill: () => {
      blocking += 1;
      for (const { name, listener } of listeners) process.removeListener(name, listener);
      return () => {
        blocking -= 1;
        if (blocking === 0) listen();
      };
    },
  };
}
