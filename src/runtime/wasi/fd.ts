import { FileType, type NodeStat } from "../fs/node.ts";
import { ALL_FD_FLAGS, FDSTAT_BYTES, LAST_ADVICE, Rights } from "./abi.ts";
import type { Descriptor } from "./descriptors.ts";
import { Errno } from "./errno.ts";
import { timesOf, writeFilestat } from "./filestat.ts";
import type { CallGroup, Guest } from "./guest.ts";
import type { WasiFunctions, WasiHost } from "./host.ts";
import { offsetBytes } from "./offset.ts";

/**
 * Descriptors themselves. Specification: preview 1 `fd_advise`, `fd_allocate`, `fd_close`, `fd_datasync`, `fd_fdstat_get`,
 * `fd_fdstat_set_flags`, `fd_fdstat_set_rights`, `fd_filestat_get`, `fd_filestat_set_size`, `fd_filestat_set_times`, `fd_renumber`, `fd_sync`.
 */
export const descriptorCalls: CallGroup = (guest) => ({
  ...stateCalls(guest),
  ...statCalls(guest),
  ...contentCalls(guest),
});

function stateCalls({ host, memory, descriptors }: Guest): WasiFunctions {
  return {
    fd_close(fd: number) {
      descriptors.close(fd);
      return Errno.SUCCESS;
    },
    fd_renumber(from: number, to: number) {
      descriptors.renumber(from, to);
      return Errno.SUCCESS;
    },
    fd_fdstat_get(fd: number, pointer: number) {
      const descriptor = descriptors.get(fd);
      const start = memory.range(pointer, FDSTAT_BYTES);
      const view = memory.view();
      view.setUint16(start, fileTypeOf(descriptor, host), true);
      view.setUint32(start + 2, descriptor.flags, true);
      view.setUint16(start + 6, 0, true);
      view.setUint32(start + 8, descriptor.rightsBase, true);
      view.setUint32(start + 12, 0, true);
      view.setUint32(start + 16, descriptor.rightsInheriting, true);
      view.setUint32(start + 20, 0, true);
      return Errno.SUCCESS;
    },
    fd_fdstat_set_flags(fd: number, flags: number) {
      const descriptor = descriptors.get(fd);
      if ((flags & ~ALL_FD_FLAGS) !== 0) return Errno.EINVAL;
      descriptor.flags = flags;
      return Errno.SUCCESS;
    },
    fd_fdstat_set_rights(fd: number, base: bigint, inheriting: bigint) {
      const descriptor = descriptors.get(fd);
      if (exceeds(base, descriptor.rightsBase) || exceeds(inheriting, descriptor.rightsInheriting)) {
        return Errno.ENOTCAPABLE;
      }
      descriptor.rightsBase = Number(base);
      descriptor.rightsInheriting = Number(inheriting);
      return Errno.SUCCESS;
    },
  };
}

function statCalls({ host, memory, descriptors }: Guest): WasiFunctions {
  return {
    fd_filestat_get(fd: number, pointer: number) {
      writeFilestat(memory, pointer, statOf(descriptors.get(fd), host));
      return Errno.SUCCESS;
    },
    fd_filestat_set_times(fd: number, accessedNs: bigint, modifiedNs: bigint, flags: number) {
      const descriptor = descriptors.get(fd);
      const times = timesOf({ accessedNs, modifiedNs, flags }, host.clock);
      if (descriptor.kind === "stream") return Errno.ENOTSUP;
      if (!descriptor.node.writable) return Errno.EROFS;
      descriptor.node.setTimes(times);
      return Errno.SUCCESS;
    },
    fd_filestat_set_size(fd: number, size: bigint) {
      const { file, rightsBase } = descriptors.file(fd);
      if ((rightsBase & Rights.fdWrite) === 0) return Errno.EBADF;
      file.resize(offsetBytes(size));
      return Errno.SUCCESS;
    },
  };
}

function contentCalls({ host, descriptors }: Guest): WasiFunctions {
  const sync = (fd: number) => {
    const descriptor = descriptors.get(fd);
    if (descriptor.kind === "stream") host.streams.flush();
    if (descriptor.kind === "file") descriptor.file.sync();
    return Errno.SUCCESS;
  };
  return {
    fd_sync: sync,
    fd_datasync: sync,
    fd_advise(fd: number, offset: bigint, length: bigint, advice: number) {
      descriptors.file(fd);
      offsetBytes(offset);
      offsetBytes(length);
      return advice >>> 0 > LAST_ADVICE ? Errno.EINVAL : Errno.SUCCESS;
    },
    fd_allocate(fd: number, offset: bigint, length: bigint) {
      const { file, rightsBase } = descriptors.file(fd);
      if ((rightsBase & Rights.fdWrite) === 0) return Errno.EBADF;
      if (length === 0n) return Errno.EINVAL;
      const end = offsetBytes(BigInt.asUintN(64, offset) + BigInt.asUintN(64, length));
      if (end > file.sizeBytes()) file.resize(end);
      return Errno.SUCCESS;
    },
  };
}

/** Whether rights ask for a bit that is not held; negative are those with bit 63 set. */
function exceeds(wanted: bigint, held: number): boolean {
  return (BigInt.asUintN(64, wanted) & ~BigInt(held)) !== 0n;
}

/** As in wasmtime: a terminal is a character device, and what else may stand behind a stream is nobody's business. */
function fileTypeOf(descriptor: Descriptor, { terminals }: WasiHost): FileType {
  if (descriptor.kind === "stream")
    return terminals?.has(descriptor.stream) === true ? FileType.characterDevice : FileType.unknown;
  return descriptor.kind === "file" ? descriptor.node.fileType() : FileType.directory;
}

function statOf(descriptor: Descriptor, host: WasiHost): NodeStat {
  if (descriptor.kind !== "stream") return descriptor.node.stat();
  return {
    device: 0n,
    inode: BigInt(descriptor.stream),
    type: fileTypeOf(descriptor, host),
    links: 1n,
    sizeBytes: 0n,
    accessedNs: 0n,
    modifiedNs: 0n,
    changedNs: 0n,
  };
}
