import { type FileHandle, open } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw, inflateRawSync } from "node:zlib";
import type { UnzipLimits, ZipVisitor } from "../../build/host.ts";
import { isPortablePath } from "../../build/portable-path.ts";
import { ToolError } from "../../errors.ts";

/** Records of a zip file (PKWARE APPNOTE.TXT 4.3): signature and length of the fixed part. */
const END = { signature: 0x06054b50, bytes: 22 };
const MEMBER = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
/** The comment after the end record has a 16-bit length. */
const LONGEST_COMMENT_BYTES = 0xffff;
const DIRECTORY_LIMIT_BYTES = 64 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
/** Below this, a trip to the thread pool costs more than inflating at once. */
const SYNC_LIMIT_BYTES = 65_536;

const inflate = promisify(inflateRaw);

interface Member {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly localOffset: number;
}

/**
 * Visits the files of a zip one by one, with one of them in memory at a time. Names must be plain relative paths, unique also
 * when case is ignored. Zip64, encryption, folders and other packings than deflate are refused: module zips have none of them.
 * Checksums (CRC-32) are not read: the caller hashes what it gets, with something better.
 * Throws ToolError `build/bad-zip`.
 */
export async function unzip(file: string, limits: UnzipLimits, visit: ZipVisitor): Promise<void> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const members = await readDirectory(handle, size, limits);
    for (const member of members) await visit(member.name, await readMember(handle, size, member));
  } finally {
    await handle.close();
  }
}

async function readDirectory(
  handle: FileHandle,
  size: number,
  limits: UnzipLimits,
): Promise<readonly Member[]> {
  const tailBytes = Math.min(size, END.bytes + LONGEST_COMMENT_BYTES);
  const tail = await readAt(handle, size, size - tailBytes, tailBytes);
  const at = endRecordAt(tail);
  const count = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (tail.readUInt32LE(at + 4) !== 0 || tail.readUInt16LE(at + 8) !== count)
    throw bad("it is in several parts");
  if (count === 0xffff || offset === 0xffffffff) throw bad("zip64 is not supported");
  if (count > limits.fileCount)
    throw bad(`it holds ${count} files, at most ${limits.fileCount} are accepted`);
  if (bytes > DIRECTORY_LIMIT_BYTES) throw bad("its directory is too large");
  return readMembers(await readAt(handle, size, offset, bytes), count, size, limits);
}

function endRecordAt(tail: Buffer): number {
  for (let at = tail.length - END.bytes; at >= 0; at--) {
    if (
      tail.readUInt32LE(at) === END.signature &&
      at + END.bytes + tail.readUInt16LE(at + 20) === tail.length
    )
      return at;
  }
  throw bad("it is not a zip file, or not a whole one");
}

function readMembers(directory: Buffer, count: number, size: number, limits: UnzipLimits): readonly Member[] {
  const members: Member[] = [];
  const names = new Set<string>();
  let [at, totalBytes, packedBytes] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    if (at + MEMBER.bytes > directory.length || directory.readUInt32LE(at) !== MEMBER.signature)
      throw bad("its directory is damaged");
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      directory.readUInt16LE(at + field),
    );
    const member = memberAt(directory, at, nameBytes!);
    checkMember(member, limits);
    const folded = member.name.toLowerCase();
    if (names.has(folded)) throw bad(`it holds ${JSON.stringify(member.name)} twice`);
    names.add(folded);
    totalBytes += member.bytes;
    packedBytes += member.packedBytes;
    if (totalBytes > limits.totalBytes) throw bad(`it unpacks to more than ${limits.totalBytes} bytes`);
    if (packedBytes > size) throw bad("its files overlap");
    members.push(member);
    at += MEMBER.bytes + nameBytes! + extraBytes! + commentBytes!;
  }
  return members;
}

function memberAt(directory: Buffer, at: number, nameBytes: number): Member {
  if (at + MEMBER.bytes + nameBytes > directory.length) throw bad("its directory is damaged");
  if ((directory.readUInt16LE(at + 8) & 1) !== 0) throw bad("it is encrypted");
  return {
    name: directory.toString("utf8", at + MEMBER.bytes, at + MEMBER.bytes + nameBytes),
    method: directory.readUInt16LE(at + 10),
    packedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    localOffset: directory.readUInt32LE(at + 42),
  };
}

function checkMember({ name, method, bytes, packedBytes }: Member, limits: UnzipLimits): void {
  const shown = JSON.stringify(name.slice(0, 200));
  if (!isPortablePath(name)) throw bad(`the name ${shown} in it is not a plain relative path`);
  if (bytes > limits.fileBytes) throw bad(`${shown} in it has more than ${limits.fileBytes} bytes`);
  if (method !== STORED && method !== DEFLATED) throw bad(`${shown} in it is packed in an unknown way`);
  if (method === STORED && bytes !== packedBytes) throw bad(`${shown} in it is damaged`);
}

async function readMember(handle: FileHandle, size: number, member: Member): Promise<Uint8Array> {
  const header = await readAt(handle, size, member.localOffset, LOCAL.bytes);
  if (header.readUInt32LE(0) !== LOCAL.signature)
    throw bad(`${JSON.stringify(member.name)} in it is damaged`);
  const dataAt = member.localOffset + LOCAL.bytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(handle, size, dataAt, member.packedBytes);
  const data = member.method === STORED ? packed : await inflated(packed, member);
  if (data.length !== member.bytes) throw bad(`${JSON.stringify(member.name)} in it is damaged`);
  return data;
}

/** zlib stops at the length that the directory states, whatever the data would grow to. */
async function inflated(packed: Buffer, { name, bytes }: Member): Promise<Buffer> {
  const options = { maxOutputLength: Math.max(1, bytes) };
  try {
    return bytes <= SYNC_LIMIT_BYTES ? inflateRawSync(packed, options) : await inflate(packed, options);
  } catch (cause) {
    throw bad(`${JSON.stringify(name)} in it is damaged`, cause);
  }
}

async function readAt(handle: FileHandle, size: number, position: number, bytes: number): Promise<Buffer> {
  if (position < 0 || position + bytes > size) throw bad("it is cut off");
  const buffer = Buffer.allocUnsafe(bytes);
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) throw bad("it is cut off");
    done += bytesRead;
  }
  return buffer;
}

function bad(why: string, cause?: unknown): ToolError {
  return new ToolError("build/bad-zip", `the zip file cannot be used: ${why}`, {
    hint: "fetch it again",
    cause,
  });
}
