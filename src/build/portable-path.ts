/** What golang.org/x/mod/module.CheckFilePath allows in an element of a file's path: it works on every system. */
const ELEMENT = /^[\p{L}\p{M}0-9!#$%&()+,\-.=@[\]^_{}~ ]+$/u;
/** Device names of Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const PATH_LIMIT_UNITS = 512;

/**
 * Whether a slash-separated path is relative, stays below its root, and means the same on every operating system: no empty
 * element, `.` or `..`, no control character, colon, backslash or quote, no device name.
 */
export function isPortablePath(path: string): boolean {
  if (path.length > PATH_LIMIT_UNITS) return false;
  return path
    .split("/")
    .every(
      (element) =>
        ELEMENT.test(element) && !/[. ]$/.test(element) && !element.startsWith(" ") && !DEVICE.test(element),
    );
}

/** Slash-separated folder of a path; "." for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
