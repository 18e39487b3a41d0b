import type { BuildHost } from "./host.ts";

/**
 * Remembers that we made a hardened module ourselves. What a module says of itself proves nothing, so only modules known
 * here run without being hardened again. A cache that cannot be written costs time, not safety.
 */
export async function rememberArtifact(sha256: string, host: BuildHost): Promise<void> {
  await host.files.replace(recordOf(sha256, host), new Uint8Array()).catch(() => undefined);
}

/** Whether a module with this hash (lower-case hex) was hardened by us on this machine. */
export async function isKnownArtifact(sha256: string, host: BuildHost): Promise<boolean> {
  return (await host.files.stat(recordOf(sha256, host)))?.kind === "file";
}

function recordOf(sha256: string, host: BuildHost): string {
  return `${host.cacheFolder}/hardened/${sha256}`;
}
