import { fieldsOf } from "./go-space.ts";
import { within } from "./slash-path.ts";
import { decodeLoosely } from "./utf8.ts";

/** Where the local imports of a program lead. Folders are relative to the module root, "." for itself. */
export interface GoModule {
  /** undefined without a go.mod: then nothing local can be imported. */
  readonly modulePath: string | undefined;
  readonly isVendored: boolean;
}

/** Reads the module that a snapshot's go.mod and vendor/modules.txt describe. */
export function moduleOfFiles(files: ReadonlyMap<string, Uint8Array>): GoModule {
  const goMod = files.get("go.mod");
  return {
    modulePath: goMod === undefined ? undefined : modulePathOf(decodeLoosely(goMod)),
    isVendored: files.has(VENDOR_LIST),
  };
}

export const VENDOR_LIST = "vendor/modules.txt";

/** The module path of a go.mod: what follows its first `module`, also in parentheses; undefined when it has none. */
export function modulePathOf(goMod: string): string | undefined {
  let inBlock = false;
  for (const line of goMod.split("\n")) {
    const comment = line.indexOf("//");
    const [verb, ...rest] = fieldsOf((comment < 0 ? line : line.slice(0, comment)).replaceAll("(", " ( "));
    const isModule = inBlock || verb === "module";
    const first = inBlock ? verb : rest[0];
    if (!isModule || first === undefined) continue;
    if (first !== "(") return unquoted(first);
    inBlock = true;
  }
  return undefined;
}

/**
 * The folders of a module in which an import may be found: of the module itself, or of its vendor folder. Empty for the
 * standard library, for what is not local, and for paths that would leave the module.
 */
export function foldersOfImport(importPath: string, { modulePath, isVendored }: GoModule): readonly string[] {
  if (!isPlainPath(importPath)) return [];
  if (modulePath !== undefined && importPath === modulePath) return ["."];
  if (modulePath !== undefined && importPath.startsWith(`${modulePath}/`)) {
    return [importPath.slice(modulePath.length + 1)];
  }
  return isVendored && modulePath !== undefined ? [within("vendor", importPath)] : [];
}

/** Whether a slash-separated path is relative and stays where it starts, on every system. */
export function isPlainPath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: hostile names hold them
  if (/[\\:\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split("/").every((element) => element !== "" && element !== "." && element !== "..");
}

function unquoted(word: string): string {
  return /^(["`]).*\1$/.test(word) ? word.slice(1, -1) : word;
}
