#!/usr/bin/env node
import { argv, stderr, stdout } from "node:process";
import { packageVersion } from "../src/platform/node/version.ts";
import { READER_LEFT } from "./command.ts";
import { EXIT_CANCELLED, execute } from "./execute.ts";
import { terminalIo } from "./terminal.ts";

/** The process around `execute`: signals in, exit code out. */
const cancel = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(name, () => {
    // Whoever asks twice does not want to wait; what must not outlive the process is undone when it exits.
    if (cancel.signal.aborted) process.exit(EXIT_CANCELLED);
    cancel.abort(name);
  });
// A reader that leaves has seen enough: a guest need not go on, while a verdict is still given as the exit code.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") cancel.abort(READER_LEFT);
});
stderr.on("error", () => undefined);

const code = await execute(argv.slice(2), (color, quiet) =>
  terminalIo(color, quiet, packageVersion(), cancel.signal),
);
// Not only `process.exitCode`: a pending read of standard input would keep the process until its writer ends.
process.exit(code);
