import { Worker } from "node:worker_threads";
import type { GuestThread, GuestThreads, ThreadEvents } from "../../runtime/worker/host.ts";
import type { GuestMessage } from "../../runtime/worker/protocol.ts";
import type { ThreadMessage } from "./guest-entry.ts";
import { guestEntryUrl } from "./guest-entry-url.ts";
import { type ThreadCpu, watchThreadCpu } from "./thread-cpu.ts";

/**
 * Go's calls live on the engine's native stack. 64 MiB carries a recursion a million deep, which Node's default of 4 MiB
 * does not. The heap limit is for our own code in the thread and for what a module can make the engine allocate there
 * (tables); the guest's linear memory is not part of it.
 */
const RESOURCE_LIMITS = {
  stackSizeMb: 64,
  maxOldGenerationSizeMb: 256,
  maxYoungGenerationSizeMb: 32,
} as const;

/** Worker threads of Node: each has no environment, no arguments and no streams of the process. */
export function nodeGuestThreads(): GuestThreads {
  return { start: startThread };
}

function startThread({ onMessage, onFailure }: ThreadEvents): GuestThread {
  const worker = new Worker(guestEntryUrl(), {
    resourceLimits: RESOURCE_LIMITS,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
  });
  let cpu: ThreadCpu = watchThreadCpu(undefined);
  let idleCpuMs = 0;
  let ending: Promise<unknown> | undefined;
  let endCpuMs: number | undefined;
  worker.on("message", (message: GuestMessage | ThreadMessage) => {
    if (message.kind !== "thread") {
      onMessage(message);
      return;
    }
    // Not for a thread that is being ended: nothing would close it.
    if (ending === undefined) cpu = watchThreadCpu(message.procPath);
    idleCpuMs = cpu.ms();
  });
  worker.on("error", (error: NodeJS.ErrnoException) =>
    onFailure({ error, outOfMemory: error.code === "ERR_WORKER_OUT_OF_MEMORY" }),
  );
  worker.on("exit", (code) => {
    cpu.close();
    if (ending === undefined)
      onFailure({ error: new Error(`the guest's thread ended with code ${code}`), outOfMemory: false });
  });
  const cpuMs = (): number => endCpuMs ?? Math.max(0, cpu.ms() - idleCpuMs);
  return {
    post: (message) => worker.postMessage(message),
    cpuMs,
    terminate: async () => {
      endCpuMs ??= cpuMs();
      ending ??= worker.terminate();
      await ending;
    },
  };
}
