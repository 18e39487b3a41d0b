#!/usr/bin/env node
import process, { argv, stderr, stdout } from "node:process";
import { packageVersion } from "../src/platform/node/version.ts";
import { READER_LEFT } from "./command.ts";
import { execute } from "./execute.ts";
import { listenForSignals } from "./interrupts.ts";
import { terminalIo } from "./terminal.ts";

/** The process around `execute`: signals in, exit code out. */
const interrupts = listenForSignals(process);
// A reader that leaves has seen enough: a guest need not go on, while a verdict is still given as the exit code.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") interrupts.cancel(READER_LEFT);
});
stderr.on("error", () => undefined);

const code = await execute(argv.slice(2), (color, quiet) =>
  terminalIo(color, quiet, packageVersion(), interrupts),
);
// Not only `process.exitCode`: a pending read of standard input would keep the process until its writer ends.
process.exit(code);
