import { ToolError } from "../errors.ts";
import type { Mount } from "./policy.ts";
import type { ValueSource } from "./units.ts";

/**
 * A mount written as HOST[:GUEST] (`separator` ":") or HOST[::GUEST] ("::", wasmtime's spelling). A drive letter is part
 * of HOST before a backslash, or when another colon follows: `a:/data` is the folder a. Without GUEST the guest sees an absolute HOST under the same path, and a relative one below "/", which is
 * its working directory. Throws ToolError `policy/bad-mount`.
 */
export function parseMount(
  text: string,
  mode: Mount["mode"],
  separator: ":" | "::",
  source: ValueSource,
): Mount {
  const from = /^[A-Za-z]:(\\|\/[^:]*:)/.test(text) ? 2 : 0;
  const at = text.indexOf(separator, from);
  const hostPath = at < 0 ? text : text.slice(0, at);
  const guest = at < 0 ? undefined : text.slice(at + separator.length);
  if (hostPath === "" || hostPath.includes("\0")) throw badMount(text, source, "the host path is empty");
  if (guest === undefined) return { hostPath, guestPath: guestPathFor(hostPath), mode };
  if (!guest.startsWith("/") || /(^|\/)\.\.(\/|$)|\0/.test(guest)) {
    throw badMount(text, source, `the guest path '${guest}' is not absolute and plain`);
  }
  return { hostPath, guestPath: normalised(guest), mode };
}

/** Mounts without repetition: the same host path at the same guest path counts once, writable when one of them is. */
export function mergedMounts(mounts: readonly Mount[]): readonly Mount[] {
  const merged: Mount[] = [];
  for (const mount of mounts) {
    const at = merged.findIndex(
      (one) => one.hostPath === mount.hostPath && one.guestPath === mount.guestPath,
    );
    if (at < 0) merged.push(mount);
    else if (mount.mode === "rw") merged[at] = mount;
  }
  return merged;
}

/** Host paths of a policy file are relative to its folder. */
export function relativeTo(file: string, mount: Mount): Mount {
  const folder = file.replaceAll("\\", "/").replace(/[^/]*$/, "");
  const isAbsolute = /^([A-Za-z]:)?[\\/]/.test(mount.hostPath);
  return isAbsolute || folder === "" ? mount : { ...mount, hostPath: `${folder}${mount.hostPath}` };
}

function guestPathFor(hostPath: string): string {
  return normalised(hostPath.replace(/^[A-Za-z]:(?=[\\/])/, "").replaceAll("\\", "/"));
}

function normalised(path: string): string {
  const elements: string[] = [];
  for (const element of path.split("/")) {
    if (element === "..") elements.pop();
    else if (element !== "" && element !== ".") elements.push(element);
  }
  return `/${elements.join("/")}`;
}

function badMount(text: string, { label, place }: ValueSource, problem: string): ToolError {
  return new ToolError("policy/bad-mount", `${label} cannot be '${text}': ${problem}`, {
    hint: "write HOST:GUEST, such as ./data:/data",
    ...(place === undefined ? {} : { place }),
  });
}
