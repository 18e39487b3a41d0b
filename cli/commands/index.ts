import type { Command } from "../command.ts";
import { auditCommand } from "./audit.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { explainCommand } from "./explain.ts";
import { hardenCommand } from "./harden.ts";
import { initCommand } from "./init.ts";
import { preflightCommand } from "./preflight.ts";
import { runCommand } from "./run.ts";

/** The one list of commands, in the order of the pipeline; a command is one file. */
export const commands: readonly Command[] = [
  checkCommand,
  buildCommand,
  hardenCommand,
  auditCommand,
  runCommand,
  preflightCommand,
  explainCommand,
  initCommand,
];
