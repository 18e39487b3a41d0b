import { parentPort } from "node:worker_threads";
import type { MountFiles } from "../../runtime/fs/mount-files.ts";
import { importHostFunctions } from "../../runtime/host-functions.ts";
import { type GuestPlatform, runGuest } from "../../runtime/worker/guest.ts";
import type { GuestMessage, StartMessage } from "../../runtime/worker/protocol.ts";
import { ownProcPath } from "./thread-cpu.ts";

/** What the entry tells beside the messages of a run: where Linux accounts for this thread ("PID/task/TID"). */
export interface ThreadMessage {
  readonly kind: "thread";
  readonly procPath: string | undefined;
}

/** First code of a guest's thread. It knows nothing of the process: no environment, no arguments, no streams. */
const port = parentPort;
if (port === null) throw new Error("guest-entry runs in a worker thread");
const post = (message: GuestMessage | ThreadMessage): void => port.postMessage(message);
// Listening keeps the thread alive after the guest's end, so that the host can still read its processor time.
port.on("message", async (start: StartMessage) => {
  const hostFunctions = (await Promise.all(start.hostModules.map(importHostFunctions))).flat();
  const mountFiles = start.mounts.length === 0 ? undefined : await loadMountFiles();
  const openTape = start.tape.kind === "none" ? undefined : await loadOpenTape();
  runGuest(start, { post, mountFiles, openTape, hostFunctions });
});
post({ kind: "thread", procPath: ownProcPath() });
post({ kind: "ready" });

/** Most guests have no host files, and then nothing that could open one is even loaded. */
async function loadMountFiles(): Promise<MountFiles> {
  return (await import("./mount-files.ts")).nodeMountFiles();
}

/** Most runs are neither recorded nor replayed. */
async function loadOpenTape(): Promise<NonNullable<GuestPlatform["openTape"]>> {
  return (await import("../../runtime/recording/open-tape.ts")).openTape;
}
