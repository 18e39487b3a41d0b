import { Errno, Fault } from "../../runtime/wasi/errno.ts";

const KNOWN: ReadonlyMap<string, Errno> = new Map(Object.entries(Errno));

/** The host's refusals that say more of the host than of the guest's request. */
const RENAMED: ReadonlyMap<string, Errno> = new Map([
  ["ENFILE", Errno.EMFILE],
  ["ENXIO", Errno.EACCES],
  ["ENODEV", Errno.EACCES],
  ["ETXTBSY", Errno.EACCES],
]);

/** A Fault with the errno of a failed call of node:fs; EIO for what has no number here. Anything else is rethrown. */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return new Fault(KNOWN.get(code) ?? RENAMED.get(code) ?? Errno.EIO);
}
