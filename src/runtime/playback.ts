import { concatBytes } from "../wasm/concat-bytes.ts";
import type { RunEvent } from "./outcome.ts";
import { MOMENT_BYTES, MOST_MOMENTS } from "./worker/moments.ts";

type Kind = "stdout" | "stderr";

/** Collects what a guest printed, and when, as events in the shape of the Go Playground. */
export interface Playback {
  /** Bytes of moments as the guest's thread told them, in any pieces. */
  onMoments(bytes: Uint8Array): void;
  onOutput(kind: Kind, bytes: Uint8Array): void;
  /**
   * One event a moment: `Message` (text; what is not UTF-8 becomes U+FFFD), `Kind` and `Delay` in nanoseconds since the
   * event before. When not all could be kept, the last is `playback-cut`.
   */
  events(): readonly RunEvent[];
}

interface Piece {
  readonly kind: Kind;
  readonly delayMs: number;
  readonly fuel: bigint;
  readonly parts: Uint8Array[];
}

/** The field names are those of the Go Playground's answer (golang.org/x/playground, type Event). `limitBytes` bounds all messages together. */
export function collectPlayback(limitBytes: number): Playback {
  const pieces: Piece[] = [];
  const pending: number[] = [];
  let moment: { readonly delayMs: number; readonly fuel: bigint } | undefined;
  let keptBytes = 0;
  let cut = false;
  const pieceFor = (kind: Kind): Piece | undefined => {
    const last = pieces.at(-1);
    if (moment === undefined && last?.kind === kind) return last;
    if (pieces.length === MOST_MOMENTS) return undefined;
    const piece = { kind, delayMs: moment?.delayMs ?? 0, fuel: moment?.fuel ?? last?.fuel ?? 0n, parts: [] };
    moment = undefined;
    pieces.push(piece);
    return piece;
  };
  return {
    onMoments: (bytes) => {
      pending.push(...bytes);
      while (pending.length >= MOMENT_BYTES) {
        const view = new DataView(Uint8Array.from(pending.splice(0, MOMENT_BYTES)).buffer);
        moment = { delayMs: view.getFloat64(0, true), fuel: view.getBigUint64(8, true) };
      }
    },
    onOutput: (kind, bytes) => {
      const kept = bytes.subarray(0, Math.max(0, limitBytes - keptBytes));
      const piece = kept.length > 0 ? pieceFor(kind) : undefined;
      piece?.parts.push(kept);
      if (piece !== undefined) keptBytes += kept.length;
      if (piece === undefined || kept.length < bytes.length) cut = cut || bytes.length > 0;
    },
    events: () => [
      ...pieces.map(eventOf),
      ...(cut ? [{ kind: "playback-cut", atFuel: String(pieces.at(-1)?.fuel ?? 0n) }] : []),
    ],
  };
}

function eventOf({ kind, delayMs, fuel, parts }: Piece): RunEvent {
  const Message = new TextDecoder("utf-8", { ignoreBOM: true }).decode(concatBytes(parts));
  return { kind: "output", atFuel: String(fuel), Message, Kind: kind, Delay: delayMs * 1_000_000 };
}
