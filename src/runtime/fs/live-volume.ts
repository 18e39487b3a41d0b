import { ExactTimes } from "./exact-times.ts";
import type { LiveFiles, LiveHandle, LiveStat } from "./live-files.ts";
import type { NodeStat, NodeTimes } from "./node.ts";
import { newReadAheadPool, type ReadAheadPool } from "./read-ahead.ts";

/** What the nodes of one live mount share. */
export interface LiveVolume {
  readonly files: LiveFiles;
  readonly times: ExactTimes;
  readonly ahead: ReadAheadPool;
}

export function newLiveVolume(files: LiveFiles): LiveVolume {
  return { files, times: new ExactTimes(), ahead: newReadAheadPool() };
}

/** Keeps the host's device numbers apart from those of the trees in memory. */
const DEVICE_BASE = 1n << 32n;

export function toNodeStat({ times }: LiveVolume, stat: LiveStat): NodeStat {
  const { type, inode, links, sizeBytes, changedNs } = stat;
  return { device: DEVICE_BASE + stat.device, inode, type, links, sizeBytes, changedNs, ...times.of(stat) };
}

/** A handle that is given back to the host when the last who retained it lets go. */
export class LiveHold {
  readonly handle: LiveHandle;
  readonly #volume: LiveVolume;
  #holders = 1;

  constructor(volume: LiveVolume, handle: LiveHandle) {
    this.#volume = volume;
    this.handle = handle;
  }

  retain(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#volume.files.release(this.handle);
  }

  stat(): NodeStat {
    return toNodeStat(this.#volume, this.#volume.files.stat(this.handle));
  }

  setTimes(wanted: NodeTimes): void {
    const { files, times } = this.#volume;
    const now = this.stat();
    const asked = {
      accessedNs: wanted.accessedNs ?? now.accessedNs,
      modifiedNs: wanted.modifiedNs ?? now.modifiedNs,
    };
    files.setTimes(this.handle, asked.accessedNs, asked.modifiedNs);
    times.remember(files.stat(this.handle), asked);
  }
}
