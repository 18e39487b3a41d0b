import { ExactTimes } from "./exact-times.ts";
import { KnownNames } from "./known-names.ts";
import type { LiveFiles, LiveHandle, LiveStat } from "./live-files.ts";
import type { NodeStat, NodeTimes } from "./node.ts";
import { newReadAheadPool, type ReadAheadPool } from "./read-ahead.ts";

/** What was seen of the host a moment ago, by all live mounts of a guest, since they may overlap. */
export interface LiveMemory {
  readonly ahead: ReadAheadPool;
  readonly names: KnownNames;
}

export function newLiveMemory(): LiveMemory {
  return { ahead: newReadAheadPool(), names: new KnownNames() };
}

/** What the nodes of one live mount share. */
export interface LiveVolume extends LiveMemory {
  readonly files: LiveFiles;
  readonly times: ExactTimes;
}

export function newLiveVolume(files: LiveFiles, memory: LiveMemory): LiveVolume {
  return { files, times: new ExactTimes(), ...memory };
}

/** Keeps the host's device numbers apart from those of the trees in memory. */
const DEVICE_BASE = 1n << 32n;

export function toNodeStat({ times }: LiveVolume, stat: LiveStat): NodeStat {
  const { type, inode, links, sizeBytes, changedNs } = stat;
  return { device: DEVICE_BASE + stat.device, inode, type, links, sizeBytes, changedNs, ...times.of(stat) };
}

const READ_ONLY = { read: true, write: false, truncate: false };

/** A handle that is given back to the host when the last who retained it lets go. */
export class LiveHold {
  readonly handle: LiveHandle;
  readonly #volume: LiveVolume;
  #holders = 1;
  #reading: LiveHandle | undefined;

  constructor(volume: LiveVolume, handle: LiveHandle) {
    this.#volume = volume;
    this.handle = handle;
  }

  retain(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    const { files } = this.#volume;
    if (this.#reading !== undefined) files.release(this.#reading);
    files.release(this.handle);
  }

  /** The file opened for reading alone: once for all who read it, as nobody reads at the descriptor's own position. */
  reading(): LiveHandle {
    this.#reading ??= this.#volume.files.open(this.handle, READ_ONLY);
    return this.#reading;
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
