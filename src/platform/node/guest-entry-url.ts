import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ToolError } from "../../errors.ts";

/**
 * Where the code of a guest's thread is. Beside this file once it is built; from source (tests run that way) it is what
 * `npm run build` wrote, as Node 20 cannot run TypeScript. Throws ToolError when that is missing or older than its source.
 */
export function guestEntryUrl(ownUrl: string = import.meta.url): URL {
  if (!ownUrl.endsWith(".ts")) return new URL("./guest-entry.js", ownUrl);
  const entry = new URL("../../../dist/src/platform/node/guest-entry.js", ownUrl);
  const stale = existsSync(entry) ? staleSource(new URL("../../../", ownUrl)) : "dist";
  if (stale === undefined) return entry;
  throw new ToolError(
    "runtime/not-built",
    `the guest's thread needs the built code, and ${stale} is not built`,
    {
      hint: "run npm run build",
    },
  );
}

/** The first source file of the thread that is newer than its compiled twin. */
function staleSource(root: URL): string | undefined {
  for (const folder of ["src/runtime/", "src/platform/node/"]) {
    for (const name of readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts") || (folder.includes("platform") && !name.startsWith("guest-"))) continue;
      const built = new URL(`dist/${folder}${name.replace(/\.ts$/, ".js").replaceAll("\\", "/")}`, root);
      const source = new URL(`${folder}${name.replaceAll("\\", "/")}`, root);
      if (!existsSync(built) || statSync(built).mtimeMs < statSync(source).mtimeMs)
        return fileURLToPath(source);
    }
  }
  return undefined;
}
