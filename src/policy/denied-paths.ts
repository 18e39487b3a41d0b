import { ToolError } from "../errors.ts";
import type { Mount } from "./policy.ts";

/** Host paths that must not be read or written, whoever allowed it. */
export interface DeniedPaths {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * The mounts that denials leave. A mount at or below a path denied for reading is gone; one that holds a path denied for
 * writing, or lies at or below it, becomes read-only.
 * `resolve` makes host paths comparable: absolute, symlinks resolved.
 * Throws ToolError `policy/deny-inside-mount` for a path denied for reading inside of a mount, since a mount is whole or
 * not at all, and `policy/deny-unclear` for paths that `resolve` leaves incomparable.
 */
export function withoutDenied(
  mounts: readonly Mount[],
  denied: DeniedPaths,
  resolve: (hostPath: string) => string,
): readonly Mount[] {
  return mounts.flatMap((mount) => {
    const host = resolve(mount.hostPath);
    for (const path of denied.read) {
      const relation = relationOf(host, resolve(path), path, mount);
      if (relation === "below") return [];
      if (relation === "above") throw insideMount(path, mount);
    }
    const readOnly = denied.write.some((path) => relationOf(host, resolve(path), path, mount) !== "apart");
    return readOnly ? [{ ...mount, mode: "ro" as const }] : [mount];
  });
}

/** Plain text work for callers without a disk: no `.`, no inner `..`, no doubled or final slash. */
export function lexicalPath(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  const root = /^([A-Za-z]:)?\//.exec(slashed)?.[0] ?? "";
  const elements: string[] = [];
  for (const element of slashed.slice(root.length).split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== "..") elements.push(element);
    else if (elements.length > 0 && elements.at(-1) !== "..") elements.pop();
    else if (root === "") elements.push("..");
  }
  return `${root}${elements.join("/")}` || ".";
}

/** Where a mount stands to a denied path; at the path itself counts as below. */
function relationOf(host: string, denied: string, shown: string, mount: Mount): "below" | "above" | "apart" {
  if (isAbsolute(host) !== isAbsolute(denied) || (!isAbsolute(host) && `${host}/${denied}`.includes(".."))) {
    if (host !== denied) throw unclear(shown, mount);
  }
  if (isWithin(denied, host)) return "below";
  return isWithin(host, denied) ? "above" : "apart";
}

function isWithin(folder: string, path: string): boolean {
  if (folder === "." && !isAbsolute(path)) return true;
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

function isAbsolute(path: string): boolean {
  return /^([A-Za-z]:)?\//.test(path);
}

function insideMount(path: string, { hostPath }: Mount): ToolError {
  return new ToolError("policy/deny-inside-mount", `cannot deny ${path} inside of the mount ${hostPath}`, {
    hint: "a mount is whole or not at all; mount the parts that may be read",
  });
}

function unclear(path: string, { hostPath }: Mount): ToolError {
  return new ToolError("policy/deny-unclear", `cannot tell whether ${path} lies in the mount ${hostPath}`, {
    hint: "write both as absolute paths",
  });
}
