import { isModulePath } from "./go-mod.ts";

/** A module of vendor/modules.txt. */
export interface VendoredModule {
  readonly path: string;
  readonly goVersion: string;
}

/** The language of a module that does not say. */
const UNSAID_GO_VERSION = "1.16";

/** Reads vendor/modules.txt (go.dev/ref/mod#vendoring): `# path version` begins a module, `## explicit; go 1.20` is about it. */
export function parseVendorList(text: string): readonly VendoredModule[] {
  const modules: { path: string; goVersion: string }[] = [];
  for (const line of text.split("\n")) {
    const module = /^# (\S+)(?: v\S+)?(?: =>.*)?\s*$/.exec(line);
    if (module?.[1] !== undefined && isModulePath(module[1]))
      modules.push({ path: module[1], goVersion: UNSAID_GO_VERSION });
    const goVersion = /^## .*\bgo (\d+\.\d+(?:\.\d+)?)\s*(?:;|$)/.exec(line)?.[1];
    const last = modules.at(-1);
    if (goVersion !== undefined && last !== undefined) last.goVersion = goVersion;
  }
  return modules;
}

/**
 * The files of one vendored module, by their path in it. A module whose path continues this one's (example.com/a/v2 beside
 * example.com/a) is a module of its own, so its files are not among them.
 */
export function vendoredFiles(
  path: string,
  modules: readonly VendoredModule[],
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  const nested = modules
    .filter((other) => other.path.startsWith(`${path}/`))
    .map((other) => `vendor/${other.path}/`);
  const prefix = `vendor/${path}/`;
  const own = new Map<string, Uint8Array>();
  for (const [name, data] of files) {
    if (name.startsWith(prefix) && !nested.some((folder) => name.startsWith(folder)))
      own.set(name.slice(prefix.length), data);
  }
  return own;
}
