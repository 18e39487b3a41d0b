/**
 * The words that the host and the guest's thread share beside messages: they stay readable after a kill, which messages
 * of a killed thread do not. Indices into an Int32Array over `SharedBuffers.control`.
 */
export const Word = {
  /** Changed by nobody: what a sleeping guest waits on. */
  sleep: 0,
  /** Bytes ever written to the output ring, modulo 2^32; moved by the guest. */
  outputHead: 1,
  /** Bytes ever taken from it; moved by the host, which wakes a guest that waits for room. */
  outputTail: 2,
  /** 1 while a message "output" is on its way. */
  outputAnnounced: 3,
  stdinHead: 4,
  stdinTail: 5,
  /** Counts arrivals of input and its end: what a reading guest waits on. */
  stdinSignal: 6,
  /** 1 when no more input will come. */
  stdinEnded: 7,
  /** 1 while the host waits for room in the input ring. */
  stdinBlocked: 8,
  /** Pages of the guest's memory when last seen. */
  memoryPages: 9,
  /** 1 when `Big.fuelRemaining` holds a value. */
  fuelSeen: 10,
  /** Milliseconds that the guest was paused for growing too fast. */
  pausedMs: 11,
  /** 1 while the guest waits for something, so that the recorded figures are up to date. */
  waiting: 12,
  /** First of `NOTE_SLOTS` counters, one for each kind of denial or event. */
  notes: 16,
} as const;

/** Index into a BigInt64Array over the same buffer, behind the words. */
export const Big = { fuelRemaining: 64 } as const;

/** Distinct denials and events that one run can report; later ones are not told. */
export const NOTE_SLOTS = 96;

const CONTROL_BYTES = 8 * (Big.fuelRemaining + 1);
/** Guest output on its way to the host; the guest waits when it is full. */
const OUTPUT_BYTES = 256 << 10;
const STDIN_BYTES = 64 << 10;

export interface SharedBuffers {
  readonly control: SharedArrayBuffer;
  readonly output: SharedArrayBuffer;
  readonly stdin: SharedArrayBuffer;
}

/** Buffers that can be used again: as many as there are guests at a time, and no more than this (5 MiB). */
const MOST_SPARE = 16;
const spare: SharedBuffers[] = [];

/** Buffers for one run (321 KiB in all), with all words at 0. What else is in them only our own code could see. */
export function sharedBuffers(): SharedBuffers {
  const used = spare.pop();
  if (used !== undefined) new Int32Array(used.control).fill(0);
  return used ?? freshBuffers();
}

/** Keeps buffers for another run, once neither the guest's thread nor a pump can touch them any more. */
export function recycleBuffers(buffers: SharedBuffers): void {
  if (spare.length < MOST_SPARE) spare.push(buffers);
}

function freshBuffers(): SharedBuffers {
  return {
    control: new SharedArrayBuffer(CONTROL_BYTES),
    output: new SharedArrayBuffer(OUTPUT_BYTES),
    stdin: new SharedArrayBuffer(STDIN_BYTES),
  };
}
