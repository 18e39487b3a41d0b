import type { SharedBuffers } from "./control.ts";
import { stdinWriter } from "./stdin-ring.ts";

/** Where a guest's standard input comes from, for example `process.stdin`. */
export type StdinSource = AsyncIterable<Uint8Array>;

export interface StdinPump {
  /** The guest asks for input, or made room for more. */
  wake(): void;
  /** Takes nothing more from the source. */
  stop(): void;
}

/**
 * Moves input to the guest as far as it reads. The source is not touched before the guest asks for the first time, and
 * an undefined source is at its end. A source that fails is at its end too; `onFailure` hears why.
 */
export function startStdinPump(
  shared: SharedBuffers,
  source: StdinSource | undefined,
  onFailure: (error: unknown) => void,
): StdinPump {
  const writer = stdinWriter(new Int32Array(shared.control), new Uint8Array(shared.stdin));
  let iterator: AsyncIterator<Uint8Array> | undefined;
  let onRoom: (() => void) | undefined;
  let stopped = false;

  const write = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length && !stopped; ) {
      const roomMade = new Promise<void>((resolve) => {
        onRoom = resolve;
      });
      const taken = writer.put(at === 0 ? bytes : bytes.subarray(at));
      at += taken;
      if (taken === 0) await roomMade;
    }
  };
  const pump = async (input: AsyncIterator<Uint8Array>): Promise<void> => {
    while (!stopped) {
      const { done, value } = await input.next();
      if (done === true || stopped) break;
      await write(value);
    }
  };

  if (source === undefined) writer.end();
  return {
    wake: () => {
      onRoom?.();
      if (iterator !== undefined || source === undefined || stopped) return;
      iterator = source[Symbol.asyncIterator]();
      pump(iterator)
        .catch((error) => stopped || onFailure(error))
        .finally(() => writer.end());
    },
    stop: () => {
      stopped = true;
      onRoom?.();
      // Not awaited: an iterator that waits for input answers only when input comes.
      iterator?.return?.()?.catch(() => undefined);
    },
  };
}
