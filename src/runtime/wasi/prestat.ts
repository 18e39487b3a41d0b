import { PRESTAT_BYTES } from "./abi.ts";
import { Errno, fail } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

const PREOPEN_DIRECTORY = 0;
const encoder = new TextEncoder();

/**
 * The directories a guest starts with. Specification: preview 1 `fd_prestat_get`, `fd_prestat_dir_name`.
 * Guests ask from descriptor 3 on until EBADF, so that is also the answer where the policy denies them.
 */
export const prestatCalls: CallGroup = ({ host, memory, descriptors }) => {
  const isDenied = host.rules.get("fd_prestat_get")?.rule === "deny";
  const nameOf = (fd: number): Uint8Array => {
    const descriptor = descriptors.get(fd);
    if (isDenied || descriptor.kind !== "directory" || descriptor.preopen === undefined) fail(Errno.EBADF);
    return encoder.encode(descriptor.preopen);
  };
  return {
    fd_prestat_get(fd: number, pointer: number) {
      const name = nameOf(fd);
      const start = memory.range(pointer, PRESTAT_BYTES);
      memory.writeU32(start, PREOPEN_DIRECTORY);
      memory.writeU32(start + 4, name.length);
      return Errno.SUCCESS;
    },
    fd_prestat_dir_name(fd: number, pointer: number, lengthBytes: number) {
      const name = nameOf(fd);
      const target = memory.bytes(pointer, lengthBytes);
      if (target.length < name.length) return Errno.ENAMETOOLONG;
      target.set(name);
      return Errno.SUCCESS;
    },
  };
};
