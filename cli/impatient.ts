import { setTimeout as delay } from "node:timers/promises";
import type { Io } from "./command.ts";

/** A reader that takes nothing for so long is not waited for once the guest was stopped or a signal came. */
export const PATIENCE_MS = 500;

/** Words about what a limit ended wait for their reader so long and no longer: it must not undo the limit. */
export function impatient(io: Io): Io {
  return {
    ...io,
    writeError: async (data) => {
      const ended = new AbortController();
      const over = delay(PATIENCE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
      await Promise.race([io.writeError(data), over]);
      ended.abort();
    },
  };
}
