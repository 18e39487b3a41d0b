import { join } from "node:path";
import { binaryOf, environmentWithGo, root, runCommand, setUp } from "./setup.mjs";

/** `npm run bench [-- name …]`: sets up as `npm test` does, then prints paired ratios. Node 20 cannot run TypeScript, so the benches are compiled beside dist. */
setUp();
const out = join(root, "node_modules", ".bench");
const compiled = runCommand(process.execPath, [
  binaryOf("typescript", "tsc"),
  "-p",
  "tsconfig.bench.json",
  "--outDir",
  out,
]);
process.exitCode =
  compiled === 0
    ? runCommand(
        process.execPath,
        [join(out, "bench", "main.js"), ...process.argv.slice(2)],
        await environmentWithGo(),
      )
    : compiled;
