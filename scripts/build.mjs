import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { binaryOf, root, runCommand } from "./setup.mjs";

/** tsc and the bundler into a folder of its own, swapped in when it is complete: a running test never sees half a dist. */
const next = join(root, "node_modules", ".dist-next");
const old = join(root, "node_modules", ".dist-old");
const dist = join(root, "dist");

rmSync(next, { recursive: true, force: true });
const status = runCommand(process.execPath, [
  binaryOf("typescript", "tsc"),
  "-p",
  "tsconfig.build.json",
  "--outDir",
  next,
]);
if (existsSync(join(next, "cli", "main.js"))) {
  const commandLine = await bundle(next);
  rmSync(join(next, "cli"), { recursive: true });
  renameSync(commandLine, join(next, "cli"));
  chmodSync(join(next, "cli", "main.js"), 0o755);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}
process.exitCode = status;
