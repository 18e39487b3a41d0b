import type { LiveStat } from "./live-files.ts";
import type { NodeTimes } from "./node.ts";

interface Remembered {
  readonly asked: bigint;
  /** What the host showed after it was set. */
  readonly shown: bigint;
}

/** A guest cannot make the host remember more files than this; the oldest are forgotten, and show the host's own precision. */
const MAX_REMEMBERED = 4_096;

/**
 * Times in nanoseconds on a host whose interface sets only microseconds (libuv's uv_fs_utime takes a double): what was asked for is
 * remembered and shown as long as the host still shows what came of it.
 */
export class ExactTimes {
  readonly #files = new Map<string, { readonly accessed: Remembered; readonly modified: Remembered }>();

  remember(shown: LiveStat, asked: { readonly accessedNs: bigint; readonly modifiedNs: bigint }): void {
    const key = keyOf(shown);
    this.#files.delete(key);
    this.#files.set(key, {
      accessed: { asked: asked.accessedNs, shown: shown.accessedNs },
      modified: { asked: asked.modifiedNs, shown: shown.modifiedNs },
    });
    if (this.#files.size > MAX_REMEMBERED) this.#files.delete(this.#files.keys().next().value!);
  }

  of(stat: LiveStat): { readonly accessedNs: bigint; readonly modifiedNs: bigint } & NodeTimes {
    const known = this.#files.get(keyOf(stat));
    return {
      accessedNs: known?.accessed.shown === stat.accessedNs ? known.accessed.asked : stat.accessedNs,
      modifiedNs: known?.modified.shown === stat.modifiedNs ? known.modified.asked : stat.modifiedNs,
    };
  }
}

function keyOf({ device, inode }: LiveStat): string {
  return `${device}:${inode}`;
}
