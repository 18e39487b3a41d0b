import { isWalked } from "./package-folders.ts";
import { within } from "./slash-path.ts";
import { entriesOf, type SourceTree, shownIn } from "./source-tree.ts";
import { type OnUnreadable, readOrTell } from "./unreadable.ts";

/** The folder that a pattern such as `./cmd/...` starts at: what stands before its first `...`, up to the last slash. */
export function patternStart(pattern: string): string {
  const fixed = pattern.slice(0, pattern.indexOf("..."));
  const slash = fixed.lastIndexOf("/");
  return slash < 0 ? "." : fixed.slice(0, slash) || "/";
}

/**
 * Folders with Go files at and below `start` (relative to the root) that the rest of the pattern matches, sorted, as Go
 * finds them: without testdata, vendor, nested modules, folders that begin with `_` or a dot; symlinks are not followed.
 * Folders that cannot be listed go to `onUnreadable`.
 * Throws ToolError `source/too-many-files`, without `onUnreadable` also `source/unreadable`.
 */
export async function walkPackages(
  tree: SourceTree,
  start: string,
  pattern: string,
  onUnreadable?: OnUnreadable,
): Promise<readonly string[]> {
  const matches = patternMatcher(pattern);
  const found: string[] = [];
  const pending = [start];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries =
      (await readOrTell(shownIn(tree, folder), onUnreadable, () => entriesOf(tree, folder))) ?? [];
    const isNested =
      folder !== start && entries.some(({ name, kind }) => name === "go.mod" && kind === "file");
    if (isNested) continue;
    const hasGo = entries.some(({ name, kind }) => name.endsWith(".go") && kind !== "folder");
    if (hasGo && matches(below(start, folder))) found.push(folder);
    for (const { name, kind } of entries)
      if (kind === "folder" && isWalked(name)) pending.push(within(folder, name));
  }
  return found.sort();
}

/** Matches paths relative to the start of a pattern: `...` is any text, and a final `/...` may be absent (pkgpattern). */
function patternMatcher(pattern: string): (path: string) => boolean {
  const fixed = pattern.slice(0, pattern.indexOf("..."));
  const rest = pattern.slice(fixed.lastIndexOf("/") + 1).replace(/\/+$/, "");
  if (rest === "...") return () => true;
  const optional = rest.endsWith("/...");
  const parts = (optional ? rest.slice(0, -4) : rest).split("...");
  return (path) =>
    inOrder(path, parts) || (optional && inOrder(path, [...parts.slice(0, -1), `${parts.at(-1)}/`, ""]));
}

/** Whether a text is the parts in order, with anything between them. Greedy from the left is right, and linear. */
function inOrder(text: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function below(start: string, folder: string): string {
  if (folder === start) return "";
  return start === "." ? folder : folder.slice(start.length + 1);
}
