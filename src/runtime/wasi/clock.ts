import { ClockId } from "./abi.ts";
import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

/** Clocks. Specification: preview 1 `clock_res_get`, `clock_time_get`. CPU clocks would tell a guest of its neighbours, so there are none. */
export const clockCalls: CallGroup = ({ host, memory }) => ({
  clock_res_get(id: number, pointer: number) {
    const start = memory.range(pointer, 8);
    if (id !== ClockId.realtime && id !== ClockId.monotonic) return unknownClock(id);
    memory.writeU64(start, host.clock.resolutionNs > 0n ? host.clock.resolutionNs : 1n);
    return Errno.SUCCESS;
  },
  clock_time_get(id: number, _precisionNs: bigint, pointer: number) {
    const start = memory.range(pointer, 8);
    if (id !== ClockId.realtime && id !== ClockId.monotonic) return unknownClock(id);
    host.clock.writeNowNs(id, memory.view(), start);
    return Errno.SUCCESS;
  },
});

function unknownClock(id: number): number {
  return id === ClockId.processCpu || id === ClockId.threadCpu ? Errno.ENOTSUP : Errno.EINVAL;
}
