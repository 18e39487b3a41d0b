import { ToolError } from "../../src/errors.ts";
import { folderOf, joinPath } from "../../src/source/slash-path.ts";
import type { EntryKind, FolderEntry, SourceHost } from "../../src/source/source-host.ts";

/** What stands at a path of the machine in memory: text or bytes of a file, a symlink, or something else. */
export type MemoryEntry = string | Uint8Array | { readonly link: string } | { readonly kind: "other" };

/**
 * A machine in memory, with symlinks. Paths are absolute; folders exist by what lies in them. Reading anything that is
 * no regular file fails the test.
 */
export function memoryHost(
  entries: Readonly<Record<string, MemoryEntry>>,
  {
    workingDirectory = "/work",
    stdin = "",
  }: { readonly workingDirectory?: string; readonly stdin?: string | Uint8Array } = {},
): SourceHost & { readonly opened: readonly string[] } {
  const opened: string[] = [];
  const realpath = (path: string, depth = 0): string | undefined => {
    if (path === "/" || depth > 40) return path === "/" ? path : undefined;
    const parent = realpath(folderOf(path), depth);
    if (parent === undefined) return undefined;
    const here = joinPath(parent, path.slice(path.lastIndexOf("/") + 1));
    const entry = entries[here];
    if (typeof entry === "object" && "link" in entry)
      return realpath(joinPath(parent, entry.link), depth + 1);
    return kindAt(here) === undefined ? undefined : here;
  };
  const kindAt = (real: string): EntryKind | undefined => {
    const entry = entries[real];
    if (typeof entry === "object" && "link" in entry) return "link";
    if (typeof entry === "object" && "kind" in entry) return "other";
    if (entry !== undefined) return "file";
    const prefix = real === "/" ? "/" : `${real}/`;
    return Object.keys(entries).some((path) => path.startsWith(prefix)) ? "folder" : undefined;
  };
  const inParent = (path: string): string | undefined => {
    const parent = realpath(folderOf(path));
    return parent === undefined
      ? undefined
      : path === "/"
        ? "/"
        : joinPath(parent, path.slice(path.lastIndexOf("/") + 1));
  };
  return {
    opened,
    workingDirectory: () => workingDirectory,
    canonical: (path) => realpath(joinPath(workingDirectory, path)) ?? joinPath(workingDirectory, path),
    lstat: async (path) => {
      const here = inParent(path);
      const kind = here === undefined ? undefined : kindAt(here);
      if (here === undefined || kind === undefined) return undefined;
      return { kind, bytes: kind === "file" ? bytesOf(entries[here]).length : 0 };
    },
    readdir: async (path) => list(entries, realpath(path) ?? path, kindAt),
    realpath: async (path) => realpath(path),
    readFile: async (path, limitBytes) => {
      opened.push(path);
      const real = realpath(path);
      if (real === undefined || kindAt(real) !== "file") throw new Error(`the test opened ${path}`);
      const bytes = bytesOf(entries[real]);
      if (bytes.length > limitBytes) throw new ToolError("source/too-large", `${path} is too large`);
      return bytes;
    },
    readStdin: async () => bytesOf(stdin),
  };
}

function list(
  entries: Readonly<Record<string, MemoryEntry>>,
  folder: string,
  kindAt: (path: string) => EntryKind | undefined,
): readonly FolderEntry[] {
  const prefix = folder === "/" ? "/" : `${folder}/`;
  const below = Object.keys(entries).filter((path) => path.startsWith(prefix));
  const names = [...new Set(below.map((path) => path.slice(prefix.length).split("/", 1)[0]!))].sort();
  return names.map((name) => ({ name, kind: kindAt(`${prefix}${name}`) ?? "other" }));
}

function bytesOf(entry: MemoryEntry | undefined): Uint8Array {
  return entry instanceof Uint8Array
    ? entry
    : new TextEncoder().encode(typeof entry === "string" ? entry : "");
}
