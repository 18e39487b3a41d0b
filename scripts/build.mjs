import { join } from "node:path";
import { binaryOf, root, runCommand } from "./setup.mjs";

/** Plain tsc into dist; what is not TypeScript and belongs to the package is copied beside it. */
rmSync(join(root, "dist"), { recursive: true, force: true });
const status = runCommand(process.execPath, [binaryOf("typescript", "tsc"), "-p", "tsconfig.build.json"]);
if (status === 0) {
  chmodSync(join(root, "dist", "cli", "main.js"), 0o755);
}
process.exitCode = status;
