import type { LiveOrigin } from "./live-file.ts";
import type { LiveHandle } from "./live-files.ts";
import { LiveHold, type LiveVolume } from "./live-volume.ts";
import type { NodeStat, NodeTimes, SymlinkNode } from "./node.ts";

/** A symlink of a live mount; its target is read by name, and whatever stands there then, only the walk follows it. */
export class LiveSymlink implements SymlinkNode {
  readonly kind = "symlink";
  readonly writable = true;
  readonly volume: LiveVolume;
  readonly origin: LiveOrigin;
  readonly #hold: LiveHold;

  constructor(volume: LiveVolume, handle: LiveHandle, origin: LiveOrigin) {
    this.volume = volume;
    this.origin = origin;
    this.#hold = new LiveHold(volume, handle);
  }

  retain(): void {
    this.#hold.retain();
  }

  release(): void {
    this.#hold.release();
  }

  target(): string {
    return this.volume.files.readLink(this.origin.directory, this.origin.name);
  }

  stat(): NodeStat {
    return this.#hold.stat();
  }

  setTimes(times: NodeTimes): void {
    this.#hold.setTimes(times);
  }
}
