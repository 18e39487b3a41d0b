import { type DirectoryEntry, type DirectoryNode, FileType } from "../fs/node.ts";
import { DIRENT_BYTES } from "./abi.ts";
import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

/** Cookies behind `.` and `..`; those of the entries follow. */
const SELF_COOKIE = 1;
const PARENT_COOKIE = 2;

const encoder = new TextEncoder();

/**
 * Specification: preview 1 `fd_readdir`. The last entry is cut off where the buffer ends, which tells the guest that there is more;
 * a buffer that is not full means the end.
 */
export const readdirCalls: CallGroup = ({ memory, descriptors }) => ({
  fd_readdir(fd: number, buffer: number, lengthBytes: number, cookie: bigint, result: number) {
    const { node } = descriptors.directory(fd);
    const target = memory.bytes(buffer, lengthBytes);
    const resultStart = memory.range(result, 4);
    let used = 0;
    for (const entry of listing(node, Number(BigInt.asUintN(64, cookie)))) {
      if (used === target.length) break;
      used += copyInto(target.subarray(used), encode(entry));
    }
    memory.writeU32(resultStart, used);
    return Errno.SUCCESS;
  },
});

function* listing(node: DirectoryNode, cookie: number): Iterable<DirectoryEntry> {
  const type = FileType.directory;
  if (cookie < SELF_COOKIE) yield { name: ".", inode: node.stat().inode, type, cookie: SELF_COOKIE };
  if (cookie < PARENT_COOKIE) yield { name: "..", inode: node.parentInode(), type, cookie: PARENT_COOKIE };
  yield* node.entriesAfter(Math.max(cookie, PARENT_COOKIE));
}

/** A `$dirent` and the name behind it. */
function encode({ name, inode, type, cookie }: DirectoryEntry): Uint8Array {
  const nameBytes = encoder.encode(name);
  const bytes = new Uint8Array(DIRENT_BYTES + nameBytes.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(cookie), true);
  view.setBigUint64(8, inode, true);
  view.setUint32(16, nameBytes.length, true);
  view.setUint8(20, type);
  bytes.set(nameBytes, DIRENT_BYTES);
  return bytes;
}

function copyInto(target: Uint8Array, source: Uint8Array): number {
  const part = source.subarray(0, target.length);
  target.set(part);
  return part.length;
}
