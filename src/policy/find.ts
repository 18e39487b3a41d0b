import type { SourceHost } from "../source/source-host.ts";

/** Name of a policy file that is found by itself. */
export const POLICY_FILE = "sandglass.toml";

/** Nothing above a folder that holds one of these belongs to the same project. */
const PROJECT_MARKS: readonly string[] = ["go.mod", ".git", ".hg", ".svn", ".bzr", ".jj", "_darcs"];

/**
 * The nearest sandglass.toml from a folder (absolute, slash-separated) upward, not beyond the root of its repository or
 * module; undefined when there is none. Whoever may write there wrote it, which need not be the user.
 */
export async function findPolicyFile(
  startDirectory: string,
  host: Pick<SourceHost, "lstat">,
): Promise<string | undefined> {
  for (let folder = startDirectory.replace(/\/+$/, ""); ; ) {
    const file = `${folder}/${POLICY_FILE}`;
    const kind = (await host.lstat(file))?.kind;
    if (kind === "file" || kind === "link") return file;
    for (const mark of PROJECT_MARKS)
      if ((await host.lstat(`${folder}/${mark}`)) !== undefined) return undefined;
    if (!folder.includes("/")) return undefined;
    folder = folder.slice(0, folder.lastIndexOf("/"));
  }
}
