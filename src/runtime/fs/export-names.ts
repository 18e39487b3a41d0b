/** Names that Windows takes for devices, with any extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/** NAME_MAX of Linux, in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;

/** Whether a name of the guest can be a name in a folder of the host, and means nothing else there. */
export function isPlainName(name: string, onWindows: boolean): boolean {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) return false;
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return false;
  return !onWindows || !(/[<>:"\\|?*\p{Cc}]|[. ]$/u.test(name) || DEVICE.test(name));
}

/**
 * Whether a symlink that stands `depth` folders deep cannot lead out of the top one. Only leading `..` count, and there may
 * be as many as there are folders above; behind a name, `..` would be the parent of what that name leads to, so it is refused.
 * As every exported symlink keeps to this, a way through several of them stays inside too.
 */
export function staysInside(target: string, depth: number): boolean {
  if (target === "" || target.startsWith("/") || target.includes("\0")) return false;
  const names = target.split("/").filter((name) => name !== "" && name !== ".");
  const up = names.findIndex((name) => name !== "..");
  const leading = up < 0 ? names.length : up;
  return leading <= depth && !names.slice(leading).includes("..");
}
