import { relativePath } from "./slash-path.ts";

/** How the paths of a tree of source are shown. */
export interface Display {
  /** Prefix that turns a path of the tree into one relative to the working directory ("" for none). */
  readonly displayPrefix: string;
  /** The working directory as a folder of the tree, when it lies below its root. */
  readonly workingFolder?: string;
}

/** The path for people of a path of the tree ("." is its root), relative to the working directory. */
export function displayPath({ displayPrefix, workingFolder }: Display, path: string): string {
  if (workingFolder !== undefined) return relativePath(`/${workingFolder}`, path === "." ? "/" : `/${path}`);
  if (path !== ".") return `${displayPrefix}${path}`;
  return displayPrefix.replace(/(?<=.)\/$/, "") || ".";
}
