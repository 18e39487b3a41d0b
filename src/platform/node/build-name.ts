import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { packageVersion } from "./version.ts";

/** Version and time of this very build, so that rebuilt code never meets what its older self kept. */
export function buildName(): string {
  return `${packageVersion()}-${Math.round(statSync(fileURLToPath(import.meta.url)).mtimeMs)}`;
}
