import type { Command } from "../command.ts";

/** A command is loaded when it is called, since its stages are many; help and docs load all. */
export interface CommandEntry {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** The one list of commands, in the order of the pipeline; a command is one file. */
export const commandList: readonly CommandEntry[] = [
  { name: "check", load: async () => (await import("./check.ts")).checkCommand },
  { name: "build", load: async () => (await import("./build.ts")).buildCommand },
  { name: "harden", load: async () => (await import("./harden.ts")).hardenCommand },
  { name: "audit", load: async () => (await import("./audit.ts")).auditCommand },
  { name: "run", load: async () => (await import("./run.ts")).runCommand },
  { name: "preflight", load: async () => (await import("./preflight.ts")).preflightCommand },
  { name: "explain", load: async () => (await import("./explain.ts")).explainCommand },
  { name: "init", load: async () => (await import("./init.ts")).initCommand },
];

/** Every command, in the order of the list. */
export function loadCommands(): Promise<readonly Command[]> {
  return Promise.all(commandList.map(({ load }) => load()));
}
