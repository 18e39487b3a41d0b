import type { DeniedAccess } from "./errno.ts";

/** A guest could ask for a million paths; the report names this many and then only the kind. */
const MAX_NAMED = 64;

/** Reports denied calls, each with the flag that would have allowed it. */
export type ReportDenial = (importName: string, denied: DeniedAccess) => void;

/** Turns a denied access into the flag for it and passes it on, naming at most 64 different ones. */
export function denialReporter(onDenied: (importName: string, flag: string) => void): ReportDenial {
  const named = new Set<string>();
  return (importName, denied) => {
    const flag = flagFor(denied);
    if (named.size < MAX_NAMED) named.add(flag);
    onDenied(importName, named.has(flag) ? flag : `--allow-${denied.access}=HOST:GUEST`);
  };
}

/** To write, the directory that holds the file has to be mounted; the root of the guest is better not the host's own. */
function flagFor({ path, access, policyKey }: DeniedAccess): string {
  if (policyKey !== undefined) return policyKey;
  if (access === "read") return `--allow-read=${printable(path)}`;
  const directory = path.slice(0, path.lastIndexOf("/"));
  return directory === "" ? "--allow-write=.:/" : `--allow-write=${printable(directory)}`;
}

/** The path is the guest's choice, and the flag is shown in a terminal. */
function printable(path: string): string {
  return path.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
