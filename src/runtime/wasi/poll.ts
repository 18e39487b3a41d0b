import {
  CLOCK_ABSOLUTE,
  ClockId,
  EVENT_BYTES,
  EventType,
  MAX_SUBSCRIPTIONS,
  SUBSCRIPTION_BYTES,
} from "./abi.ts";
import type { DescriptorTable } from "./descriptors.ts";
import { Errno, Fault } from "./errno.ts";
import type { CallGroup, Guest } from "./guest.ts";
import type { Clock, WasiHost } from "./host.ts";

interface Subscription {
  readonly userdata: bigint;
  readonly type: number;
  /** Of a clock: how long from now; 0 when it is due. */
  readonly remainingNs: bigint;
  /** What its event reports when it is known before waiting. */
  readonly known: { readonly errno: Errno; readonly bytes: bigint } | undefined;
}

interface Event {
  readonly userdata: bigint;
  readonly type: number;
  readonly errno: Errno;
  readonly bytes: bigint;
}

const OK = { errno: Errno.SUCCESS, bytes: 0n };

/**
 * Specification: preview 1 `poll_oneoff`. Files and output are always ready; standard input and clocks are waited for, and output is
 * flushed before. Nothing sleeps here: waiting is the clock's or the stream's, which an outside kill can end.
 */
export const pollCalls: CallGroup = (guest) => ({
  poll_oneoff(input: number, output: number, count: number, result: number) {
    const length = count >>> 0;
    if (length === 0 || length > MAX_SUBSCRIPTIONS) return Errno.EINVAL;
    const { memory, host } = guest;
    const subscriptions = readSubscriptions(guest, input, length);
    const outputStart = memory.range(output, length * EVENT_BYTES);
    const resultStart = memory.range(result, 4);
    if (subscriptions === undefined) return Errno.EINVAL;
    const events = ready(subscriptions, host) ?? wait(subscriptions, host);
    for (const [index, event] of events.entries())
      writeEvent(memory.view(), outputStart + index * EVENT_BYTES, event);
    memory.writeU32(resultStart, events.length);
    return Errno.SUCCESS;
  },
});

/** undefined for a type of event that does not exist. */
function readSubscriptions(
  { memory, host, descriptors }: Guest,
  pointer: number,
  length: number,
): Subscription[] | undefined {
  const start = memory.range(pointer, length * SUBSCRIPTION_BYTES);
  const view = memory.view();
  const subscriptions: Subscription[] = [];
  for (let at = start; at < start + length * SUBSCRIPTION_BYTES; at += SUBSCRIPTION_BYTES) {
    const userdata = view.getBigUint64(at, true);
    const type = view.getUint8(at + 8);
    if (type > EventType.fdWrite) return undefined;
    if (type === EventType.clock)
      subscriptions.push({ userdata, type, ...clockState(view, at + 16, host.clock) });
    else
      subscriptions.push({
        userdata,
        type,
        remainingNs: 0n,
        known: fileState(descriptors, type, view.getUint32(at + 16, true)),
      });
  }
  return subscriptions;
}

function clockState(view: DataView, at: number, clock: Clock): Pick<Subscription, "remainingNs" | "known"> {
  const id = view.getUint32(at, true);
  const timeoutNs = view.getBigUint64(at + 8, true);
  const flags = view.getUint16(at + 24, true);
  if (id !== ClockId.realtime && id !== ClockId.monotonic) {
    return { remainingNs: 0n, known: { errno: Errno.EINVAL, bytes: 0n } };
  }
  const remainingNs = flags & CLOCK_ABSOLUTE ? timeoutNs - clock.nowNs(id) : timeoutNs;
  return remainingNs > 0n ? { remainingNs, known: undefined } : { remainingNs: 0n, known: OK };
}

/** undefined for standard input, which alone may have to be waited for. */
function fileState(descriptors: DescriptorTable, type: number, fd: number): Subscription["known"] {
  try {
    const descriptor = descriptors.get(fd);
    if (descriptor.kind === "directory") return { errno: Errno.EBADF, bytes: 0n };
    const isInput = type === EventType.fdRead;
    if (descriptor.kind === "file") {
      const bytes = isInput ? Math.max(0, descriptor.file.sizeBytes() - descriptor.positionBytes) : 0;
      return { errno: Errno.SUCCESS, bytes: BigInt(bytes) };
    }
    if (isInput !== (descriptor.stream === 0)) return { errno: Errno.EBADF, bytes: 0n };
    return isInput ? undefined : OK;
  } catch (error) {
    if (error instanceof Fault) return { errno: error.errno, bytes: 0n };
    throw error;
  }
}

/** The events that need no waiting; undefined when there is none. */
function ready(subscriptions: readonly Subscription[], { streams }: WasiHost): Event[] | undefined {
  const awaitsInput = subscriptions.some(isInput);
  const hasInput = awaitsInput && subscriptions.some((one) => one.known) && streams.waitStdin(0n);
  const events = subscriptions.flatMap((one) => {
    const known = one.known ?? (hasInput && isInput(one) ? OK : undefined);
    return known === undefined ? [] : [{ userdata: one.userdata, type: one.type, ...known }];
  });
  return events.length > 0 ? events : undefined;
}

/** Waits for the nearest clock or for input, whichever comes first. */
function wait(subscriptions: readonly Subscription[], { streams, clock }: WasiHost): Event[] {
  streams.flush();
  const clocks = subscriptions.filter((one) => one.type === EventType.clock);
  const nearestNs = clocks.reduce<bigint | undefined>(
    (least, { remainingNs }) => (least === undefined || remainingNs < least ? remainingNs : least),
    undefined,
  );
  const inputs = subscriptions.filter(isInput);
  if (inputs.length > 0 && streams.waitStdin(nearestNs)) return inputs.map(toEvent);
  if (inputs.length === 0 && nearestNs !== undefined) clock.sleepNs(nearestNs);
  return clocks.filter(({ remainingNs }) => remainingNs === nearestNs).map(toEvent);
}

function isInput({ type, known }: Subscription): boolean {
  return type === EventType.fdRead && known === undefined;
}

function toEvent({ userdata, type }: Subscription): Event {
  return { userdata, type, ...OK };
}

function writeEvent(view: DataView, at: number, { userdata, type, errno, bytes }: Event): void {
  view.setBigUint64(at, userdata, true);
  view.setUint16(at + 8, errno, true);
  view.setUint16(at + 10, type, true);
  view.setUint32(at + 12, 0, true);
  view.setBigUint64(at + 16, bytes, true);
  view.setBigUint64(at + 24, 0n, true);
}
