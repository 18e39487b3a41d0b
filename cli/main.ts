#!/usr/bin/env node
import { argv, stderr, stdin, stdout } from "node:process";
import { packageVersion } from "../src/platform/node/version.ts";
import { execute } from "./execute.ts";
import { terminalIo } from "./terminal.ts";

/** The process around `execute`: signals in, exit code out. */
const cancel = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => cancel.abort(name));
for (const stream of [stdout, stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });

process.exitCode = await execute(argv.slice(2), (color, quiet) =>
  terminalIo(color, quiet, packageVersion(), cancel.signal),
);
// A killed guest may have left a read of an open pipe behind, which would keep the process alive.
stdin.destroy();
