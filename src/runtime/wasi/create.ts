import { argumentCalls } from "./args.ts";
import { clockCalls } from "./clock.ts";
import { denialReporter } from "./denials.ts";
import { initialDescriptors } from "./descriptors.ts";
import { edge } from "./edge.ts";
import { descriptorCalls } from "./fd.ts";
import { inputOutputCalls } from "./fd-io.ts";
import { readdirCalls } from "./fd-readdir.ts";
import type { CallGroup, Guest } from "./guest.ts";
import type { WasiFunctions, WasiHost } from "./host.ts";
import { GuestMemory } from "./memory.ts";
import { pathCalls } from "./path.ts";
import { openCalls } from "./path-open.ts";
import { pollCalls } from "./poll.ts";
import { prestatCalls } from "./prestat.ts";
import { processCalls } from "./process.ts";
import { randomCalls } from "./random.ts";
import { socketCalls } from "./sock.ts";

/** All calls of preview 1, a file each. */
const CALL_GROUPS: readonly CallGroup[] = [
  argumentCalls,
  clockCalls,
  randomCalls,
  descriptorCalls,
  inputOutputCalls,
  readdirCalls,
  prestatCalls,
  pathCalls,
  openCalls,
  pollCalls,
  processCalls,
  socketCalls,
];

export interface Wasi {
  /** The 45 functions of wasi_snapshot_preview1, by import name. */
  readonly functions: WasiFunctions;
  readonly memory: GuestMemory;
  /** The guest's memory, once the module is instantiated; calls before that answer EFAULT. */
  bindMemory(memory: WebAssembly.Memory): void;
}

/**
 * The host side of a guest. Whatever the guest passes, a function returns an errno; only GuestExit and GuestStop leave it, and what is no
 * fault of the guest: an exhausted stack, a defect of ours.
 */
export function createWasi(host: WasiHost): Wasi {
  const memory = new GuestMemory();
  const { preopens, quotas } = host.fileSystem;
  const descriptors = initialDescriptors(preopens, quotas.openFiles);
  const guest: Guest = { host, memory, descriptors, root: preopens[0]?.directory };
  const functions: WasiFunctions = {};
  const report = denialReporter(host.onDenied);
  for (const calls of CALL_GROUPS) {
    for (const [name, call] of Object.entries(calls(guest)))
      functions[name] = edge(name, call, { host, report });
  }
  return { functions, memory, bindMemory: (bound) => memory.bind(bound) };
}
