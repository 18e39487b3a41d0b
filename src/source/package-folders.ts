import { folderOf } from "./slash-path.ts";
import { SKIPPED_FOLDERS } from "./snapshot.ts";

/** Whether `./...` looks into a folder of this name: as in Go not into testdata, vendor, and those that begin with _ or a dot. */
export function isWalked(name: string): boolean {
  return !/^[_.]/.test(name) && name !== "testdata" && name !== "vendor" && !SKIPPED_FOLDERS.has(name);
}

/** The folders of a snapshot that `./...` would find packages in, sorted; those of nested modules are not. */
export function packageFolders(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const folders = new Set([...files.keys()].filter((path) => path.endsWith(".go")).map(folderOf));
  return [...folders]
    .filter(
      (folder) => elementsBelow(folder).every((part) => !files.has(`${part}/go.mod`)) && isVisible(folder),
    )
    .sort();
}

function isVisible(folder: string): boolean {
  return folder === "." || folder.split("/").every(isWalked);
}

/** The folder and those around it, without the root. */
function elementsBelow(folder: string): readonly string[] {
  const around: string[] = [];
  for (let here = folder; here !== "."; here = folderOf(here)) around.push(here);
  return around;
}
