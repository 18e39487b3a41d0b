/** Slash-separated paths, on Windows too (`C:/x`). Nothing here touches a disk. */

const DRIVE = /^[A-Za-z]:(?=\/|$)/;

/** Whether a path does not depend on the working directory. */
export function isAbsolute(path: string): boolean {
  return path.startsWith("/") || DRIVE.test(path);
}

/** Joins and normalises: no `.`, no inner `..`, no doubled or final slash; "." for nothing, `..` stays in front of a relative path. */
export function joinPath(...parts: readonly string[]): string {
  const text = parts.reduce((base, part) => (isAbsolute(part) || base === "" ? part : `${base}/${part}`), "");
  const root = text.startsWith("/") ? "/" : `${DRIVE.exec(text)?.[0] ?? ""}${DRIVE.test(text) ? "/" : ""}`;
  const elements: string[] = [];
  for (const element of text.slice(root.length).split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== "..") elements.push(element);
    else if (elements.length > 0 && elements.at(-1) !== "..") elements.pop();
    else if (root === "") elements.push("..");
  }
  return `${root}${elements.join("/")}` || ".";
}

/** Folder of a normalised path; "." for a bare name, the root for itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return ".";
  const folder = path.slice(0, slash);
  return folder === "" || (DRIVE.test(`${folder}/`) && !folder.includes("/")) ? `${folder}/` : folder;
}

/** Last element of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether `path` is `folder` or lies below it; both absolute and normalised. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The way from a folder to a path, both absolute and normalised; "." for itself, the path itself on another drive. */
export function relativePath(folder: string, path: string): string {
  const from = elementsOf(folder);
  const to = elementsOf(path);
  if (from[0] !== to[0]) return path;
  let common = 0;
  while (common < from.length && common < to.length && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => ".."), ...to.slice(common)].join("/") || ".";
}

/** Joins a folder of a snapshot ("." is its root) and a name. */
export function within(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

/** The first element is "" or the drive. */
function elementsOf(path: string): readonly string[] {
  return path.split("/").filter((element, index) => index === 0 || element !== "");
}
