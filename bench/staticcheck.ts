import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** staticcheck 2026.2.2. */
const MODULE = "honnef.co/go/tools/cmd/staticcheck@v0.8.2";
/** Its checks that look for the hazards that we look for; all of them together take twice as long. */
const CHECKS = "SA5002,SA5003,SA5007,SA4003,SA4008,SA4011,SA4004,SA2000,SA2001,SA2002,SA2003,SA1015";

/** Shell commands that run staticcheck on packages, with an empty cache and with a full one. */
export interface Staticcheck {
  readonly cold: string;
  readonly cached: string;
}

/** Builds staticcheck into a folder that stays, once; undefined where the Go proxy does not have it. */
export function staticcheckOn(packages: readonly string[]): Staticcheck | undefined {
  const folder = join(tmpdir(), "sandglass-bench-staticcheck");
  const binary = join(folder, "staticcheck");
  try {
    if (!existsSync(binary))
      execFileSync("go", ["install", MODULE], {
        env: { ...process.env, GOBIN: folder, GOFLAGS: "" },
        stdio: "ignore",
      });
  } catch {
    return undefined;
  }
  const cache = join(folder, "cache");
  // The status says whether something was found, which is not the question.
  const run = `{ STATICCHECK_CACHE='${cache}' '${binary}' -tests=false -checks ${CHECKS} ${packages.join(" ")} || true; }`;
  return { cold: `rm -rf '${cache}'; ${run}`, cached: run };
}
