import type { OpenFile } from "../fs/node.ts";
import { FdFlags, Rights, Whence } from "./abi.ts";
import type { FileDescriptor, StreamDescriptor } from "./descriptors.ts";
import { Errno, Fault, fail } from "./errno.ts";
import type { CallGroup, Guest } from "./guest.ts";
import type { Streams, WasiFunctions } from "./host.ts";
import { offsetBytes } from "./offset.ts";

/** Specification: preview 1 `fd_pread`, `fd_pwrite`, `fd_read`, `fd_seek`, `fd_tell`, `fd_write`. */
export const inputOutputCalls: CallGroup = (guest) => ({
  ...sequentialCalls(guest),
  ...positionedCalls(guest),
});

function sequentialCalls({ host, memory, descriptors }: Guest): WasiFunctions {
  return {
    fd_read(fd: number, iovecs: number, count: number, result: number) {
      const descriptor = descriptors.get(fd);
      const buffers = memory.buffers(iovecs, count);
      const resultStart = memory.range(result, 4);
      if (descriptor.kind === "directory") return Errno.EISDIR;
      if ((descriptor.rightsBase & Rights.fdRead) === 0) return Errno.EBADF;
      const bytes =
        descriptor.kind === "stream"
          ? readStream(host.streams, descriptor, buffers)
          : readOn(descriptor, buffers);
      memory.writeU32(resultStart, bytes);
      return Errno.SUCCESS;
    },
    fd_write(fd: number, iovecs: number, count: number, result: number) {
      const descriptor = descriptors.get(fd);
      const buffers = memory.buffers(iovecs, count);
      const resultStart = memory.range(result, 4);
      if (descriptor.kind === "directory") return Errno.EISDIR;
      if ((descriptor.rightsBase & Rights.fdWrite) === 0) return Errno.EBADF;
      const bytes =
        descriptor.kind === "stream"
          ? writeStream(host.streams, descriptor, buffers)
          : writeOn(descriptor, buffers);
      memory.writeU32(resultStart, bytes);
      return Errno.SUCCESS;
    },
  };
}

function positionedCalls({ memory, descriptors }: Guest): WasiFunctions {
  return {
    fd_pread(fd: number, iovecs: number, count: number, offset: bigint, result: number) {
      const descriptor = descriptors.file(fd);
      const buffers = memory.buffers(iovecs, count);
      const resultStart = memory.range(result, 4);
      if ((descriptor.rightsBase & Rights.fdRead) === 0) return Errno.EBADF;
      memory.writeU32(resultStart, readAt(descriptor.file, buffers, offsetBytes(offset)));
      return Errno.SUCCESS;
    },
    /** At the offset even when the file is open to append, as POSIX says (Linux differs). */
    fd_pwrite(fd: number, iovecs: number, count: number, offset: bigint, result: number) {
      const descriptor = descriptors.file(fd);
      const buffers = memory.buffers(iovecs, count);
      const resultStart = memory.range(result, 4);
      if ((descriptor.rightsBase & Rights.fdWrite) === 0) return Errno.EBADF;
      memory.writeU32(resultStart, writeAt(descriptor.file, buffers, offsetBytes(offset)));
      return Errno.SUCCESS;
    },
    fd_seek(fd: number, offset: bigint, whence: number, result: number) {
      const descriptor = descriptors.file(fd);
      const resultStart = memory.range(result, 8);
      descriptor.positionBytes = offsetBytes(startOf(descriptor, whence) + offset);
      memory.writeU64(resultStart, BigInt(descriptor.positionBytes));
      return Errno.SUCCESS;
    },
    fd_tell(fd: number, result: number) {
      const descriptor = descriptors.file(fd);
      memory.writeU64(result, BigInt(descriptor.positionBytes));
      return Errno.SUCCESS;
    },
  };
}

function startOf(descriptor: FileDescriptor, whence: number): bigint {
  if (whence === Whence.set) return 0n;
  if (whence === Whence.current) return BigInt(descriptor.positionBytes);
  if (whence === Whence.end) return BigInt(descriptor.file.sizeBytes());
  fail(Errno.EINVAL);
}

/** One read of the stream for the first buffer that has room: what comes is passed on at once. Throws Fault EAGAIN. */
function readStream(streams: Streams, { flags }: StreamDescriptor, buffers: readonly Uint8Array[]): number {
  const target = buffers.find((buffer) => buffer.length > 0);
  if (target === undefined) return 0;
  streams.flush();
  if ((flags & FdFlags.nonblock) !== 0 && !streams.waitStdin(0n)) fail(Errno.EAGAIN);
  const bytes = streams.readStdin(target);
  return bytes < 0 ? fail(Errno.EAGAIN) : bytes;
}

function writeStream(streams: Streams, { stream }: StreamDescriptor, buffers: readonly Uint8Array[]): number {
  if (stream === 0) fail(Errno.EBADF);
  let total = 0;
  for (const buffer of buffers) {
    if (buffer.length > 0) streams.write(stream, buffer);
    total += buffer.length;
  }
  return total;
}

function readOn(descriptor: FileDescriptor, buffers: readonly Uint8Array[]): number {
  const bytes = readAt(descriptor.file, buffers, descriptor.positionBytes);
  descriptor.positionBytes += bytes;
  return bytes;
}

function writeOn(descriptor: FileDescriptor, buffers: readonly Uint8Array[]): number {
  const appends = (descriptor.flags & FdFlags.append) !== 0;
  const start = appends ? descriptor.file.sizeBytes() : descriptor.positionBytes;
  const bytes = writeAt(descriptor.file, buffers, start);
  descriptor.positionBytes = start + bytes;
  return bytes;
}

function readAt(file: OpenFile, buffers: readonly Uint8Array[], start: number): number {
  // What Go always asks for, without a loop that is slow until the engine has optimised it.
  if (buffers.length === 1) return file.read(buffers[0]!, start);
  let total = 0;
  for (const buffer of buffers) {
    const bytes = file.read(buffer, start + total);
    total += bytes;
    if (bytes < buffer.length) break;
  }
  return total;
}

/** What was written before the quota ended is a success with a short count. */
function writeAt(file: OpenFile, buffers: readonly Uint8Array[], start: number): number {
  let total = 0;
  for (const buffer of buffers) {
    try {
      const bytes = file.write(buffer, start + total);
      total += bytes;
      if (bytes < buffer.length) break;
    } catch (error) {
      if (!(error instanceof Fault) || total === 0) throw error;
      break;
    }
  }
  return total;
}
