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
      const whole = joined(kept, keptBytes);
      kept = [whole.slice(whole.length - limitBytes)];
      droppedBytes += whole.length - limitBytes;
      keptBytes = limitBytes;
    },
    text: () => {
      const whole = joined(kept, keptBytes);
      const tail = whole.subarray(Math.max(0, whole.length - limitBytes));
      const missing = droppedBytes + whole.length - tail.length;
      const text = new TextDecoder().decode(tail);
      return missing === 0 ? text : `[${missing} bytes before this are left out]\n${text}`;
    },
  };
}

function joined(chunks: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const whole = new Uint8Array(totalBytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
