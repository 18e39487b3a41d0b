import type { Limits } from "../../policy/policy.ts";
import { bytesText } from "../quantities.ts";
import { GuestStop } from "../wasi/host.ts";
import { growthRate } from "./growth-rate.ts";
import { PAGE_BYTES } from "./pages.ts";

export interface GrowthHost {
  readonly limits: Pick<Limits, "memoryRateBytesPerSecond" | "memoryRateAction">;
  /** Milliseconds on the guest's own clock: on a virtual clock the same program alarms at the same place on every run. */
  readonly nowMs: () => number;
  /** Blocks so long; the pause is not counted as run time. */
  readonly pause: (durationMs: number) => void;
  readonly onAlarm: (bytesInLastSecond: number) => void;
  /** Told of the size that memory is about to have. */
  readonly onSize: (pages: number) => void;
}

/** The answer of the hosted import `sandglass.on_grow` that lets memory grow; any other would make memory.grow give -1. */
const ALLOW = 0;

/**
 * The import `sandglass.on_grow(delta, pages)`, called before each growth by `delta` pages from `pages` that is within the
 * limit. Above the rate there is an alarm, and by policy a pause until the growth fits, or the end (GuestStop).
 */
export function growthGuard(host: GrowthHost): (delta: number, pages: number) => number {
  const rate = growthRate();
  const { memoryRateBytesPerSecond: limitBytes, memoryRateAction: action } = host.limits;
  return (delta, pages) => {
    const bytes = (delta >>> 0) * PAGE_BYTES;
    if (bytes === 0) return ALLOW;
    const waitMs = action === "pause" ? rate.waitMs(bytes, limitBytes, host.nowMs()) : 0;
    if (waitMs > 0) host.pause(waitMs);
    const recentBytes = rate.add(bytes, host.nowMs());
    const alarmed = waitMs > 0 || recentBytes > limitBytes;
    if (alarmed) host.onAlarm(recentBytes);
    if (alarmed && action === "kill")
      throw new GuestStop("memory-rate", `memory grew by ${bytesText(recentBytes)} within a second`);
    host.onSize((pages >>> 0) + (delta >>> 0));
    return ALLOW;
  };
}
