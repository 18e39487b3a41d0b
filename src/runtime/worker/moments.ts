import type { Streams } from "../wasi/host.ts";

/** A moment is a delay since the one before in milliseconds (f64) and the fuel used (u64), both little-endian. */
export const MOMENT_BYTES = 16;
/** More moments are not told: what comes later belongs to the last. It bounds what a guest makes the host keep. */
export const MOST_MOMENTS = 10_000;

/** To wake and print takes a Go program some 20,000 units of fuel, of a nanosecond each. */
const COMPUTING_NS = 100_000n;

export interface MomentOptions {
  /** What a viewer's clock says, in nanoseconds. */
  readonly playbackNs: () => bigint;
  readonly fuelUsed: () => bigint;
  readonly tell: (moment: Uint8Array) => void;
}

/**
 * Streams that tell the host when something was written, before it is: one moment for all that one stream got within half a
 * millisecond. Delays are whole milliseconds, since a goroutine that wakes and prints is some microseconds of fuel late.
 */
export function withMoments(streams: Streams, { playbackNs, fuelUsed, tell }: MomentOptions): Streams {
  let shownNs = 0n;
  let last: 0 | 1 | 2 = 0;
  let told = 0;
  return {
    ...streams,
    write: (stream, bytes) => {
      const now = playbackNs();
      const delayMs = Math.max(0, Math.round(Number(now - shownNs) / 1e6));
      if ((delayMs > 0 || stream !== last) && told < MOST_MOMENTS) {
        if (delayMs > 0) shownNs = shownAfter(now, shownNs + BigInt(delayMs * 1e6));
        last = stream;
        told += 1;
        tell(encodeMoment(delayMs, fuelUsed()));
      }
      streams.write(stream, bytes);
    },
  };
}

/** What rounding left over is carried on, but for what was only computing: a loop of equal sleeps shows equal delays. */
function shownAfter(nowNs: bigint, roundedNs: bigint): bigint {
  const rest = nowNs - roundedNs;
  return rest < COMPUTING_NS && rest > -COMPUTING_NS ? nowNs : roundedNs;
}

function encodeMoment(delayMs: number, fuel: bigint): Uint8Array {
  const bytes = new Uint8Array(MOMENT_BYTES);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, delayMs, true);
  view.setBigUint64(8, BigInt.asUintN(64, fuel), true);
  return bytes;
}
