import type { NodeStat, NodeTimes } from "../fs/node.ts";
import { ALL_SET_TIMES, FILESTAT_BYTES, SetTimes } from "./abi.ts";
import { Errno, fail } from "./errno.ts";
import type { Clock } from "./host.ts";
import type { GuestMemory } from "./memory.ts";

/** Writes a `$filestat`. */
export function writeFilestat(memory: GuestMemory, pointer: number, stat: NodeStat): void {
  const start = memory.range(pointer, FILESTAT_BYTES);
  const view = memory.view();
  view.setBigUint64(start, stat.device, true);
  view.setBigUint64(start + 8, stat.inode, true);
  view.setBigUint64(start + 16, BigInt(stat.type), true);
  view.setBigUint64(start + 24, stat.links, true);
  view.setBigUint64(start + 32, stat.sizeBytes, true);
  view.setBigUint64(start + 40, stat.accessedNs, true);
  view.setBigUint64(start + 48, stat.modifiedNs, true);
  view.setBigUint64(start + 56, stat.changedNs, true);
}

export interface TimesArguments {
  readonly accessedNs: bigint;
  readonly modifiedNs: bigint;
  readonly flags: number;
}

/** Reads `$fstflags` and the times beside them. Throws Fault EINVAL for unknown flags and for a time that is both given and now. */
export function timesOf({ accessedNs, modifiedNs, flags }: TimesArguments, clock: Clock): NodeTimes {
  if ((flags & ~ALL_SET_TIMES) !== 0) fail(Errno.EINVAL);
  return {
    accessedNs: timeOf(accessedNs, [flags & SetTimes.accessed, flags & SetTimes.accessedNow], clock),
    modifiedNs: timeOf(modifiedNs, [flags & SetTimes.modified, flags & SetTimes.modifiedNow], clock),
  };
}

function timeOf(
  givenNs: bigint,
  [isGiven, isNow]: readonly [number, number],
  clock: Clock,
): bigint | undefined {
  if (isGiven && isNow) fail(Errno.EINVAL);
  if (isNow) return clock.nowNs(0);
  return isGiven ? BigInt.asUintN(64, givenNs) : undefined;
}
