import { concatBytes } from "../src/wasm/concat-bytes.ts";
/** Keeps the last bytes of a stream and says how many it dropped. */
export interface OutputTail {
  readonly push: (bytes: Uint8Array) => void;
  readonly text: () => string;
}

/** A tail of at most `limitBytes`; older data is dropped in whole chunks, so memory stays under twice the limit. */
export function outputTail(limitBytes: number): OutputTail {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let droppedBytes = 0;
  return {
    push: (bytes) => {
      kept.push(bytes.slice());
      keptBytes += bytes.length;
      if (keptBytes <= 2 * limitBytes) return;
      const whole = concatBytes(kept);
      kept = [whole.slice(whole.length - limitBytes)];
      droppedBytes += whole.length - limitBytes;
      keptBytes = limitBytes;
    },
    text: () => {
      const whole = concatBytes(kept);
      const tail = whole.subarray(Math.max(0, whole.length - limitBytes));
      const missing = droppedBytes + whole.length - tail.length;
      const text = new TextDecoder().decode(tail);
      return missing === 0 ? text : `[${missing} bytes before this are left out]\n${text}`;
    },
  };
}
