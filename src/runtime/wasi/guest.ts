import type { DirectoryNode } from "../fs/node.ts";
import type { DescriptorTable } from "./descriptors.ts";
import type { WasiFunctions, WasiHost } from "./host.ts";
import type { GuestMemory } from "./memory.ts";

/** What every group of calls works on: the host's side, the guest's memory and its descriptors. */
export interface Guest {
  readonly host: WasiHost;
  readonly memory: GuestMemory;
  readonly descriptors: DescriptorTable;
  /** `/` of the guest, where absolute symlinks lead; undefined for a guest without directories. */
  readonly root: DirectoryNode | undefined;
}

/** A file of calls: takes the guest, gives its functions. They throw Fault for an errno; `create.ts` turns it into the return value. */
export type CallGroup = (guest: Guest) => WasiFunctions;
