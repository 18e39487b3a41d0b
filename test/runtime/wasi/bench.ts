import { createWasi, type Wasi } from "../../../src/runtime/wasi/create.ts";
import { type TestHost, type TestHostOptions, testHost } from "./test-host.ts";

/** Where tests put things in the 256 KiB of memory; results lie below 256. */
const IOVEC_AT = 512;
const TEXT_AT = 1_024;
const SECOND_TEXT_AT = 8_192;
const DATA_AT = 65_536;

export const READ = 1 << 1;
export const WRITE = 1 << 6;
export const ROOT_FD = 3;

export interface OpenOptions {
  readonly fd?: number;
  readonly follow?: boolean;
  /** Bits: 1 create, 2 directory, 4 exclusive, 8 truncate. */
  readonly flags?: number;
  readonly rights?: number;
  /** Bits: 1 append, 4 nonblock. */
  readonly fdFlags?: number;
}

/** A guest without code, whose calls are made directly. Methods return the errno, or the result when it is 0, as `[errno, result]`. */
export interface Bench {
  readonly host: TestHost;
  readonly call: Wasi["functions"];
  readonly view: DataView;
  readonly bytes: Uint8Array;
  text(text: string): [number, number];
  secondText(text: string): [number, number];
  iovec(pointer: number, length: number): [number, number];
  /** A path call that takes no more than descriptor and path. */
  path(name: string, path: string, fd?: number): number;
  open(path: string, options?: OpenOptions): [errno: number, fd: number];
  write(fd: number, text: string): [errno: number, bytes: number];
  read(fd: number, length?: number): [errno: number, text: string];
  symlink(target: string, path: string): number;
  rename(from: string, to: string): number;
  link(from: string, to: string): number;
  stat(path: string, follow?: boolean): [errno: number, stat: Stat];
  readlink(path: string): [errno: number, target: string];
  names(fd: number): string[];
}

export interface Stat {
  readonly inode: bigint;
  readonly type: number;
  readonly links: bigint;
  readonly size: bigint;
  readonly accessedNs: bigint;
  readonly modifiedNs: bigint;
}

export function bench(options: TestHostOptions = {}): Bench {
  const host = testHost(options);
  const wasi = createWasi(host);
  const memory = new WebAssembly.Memory({ initial: 4 });
  wasi.bindMemory(memory);
  const call = wasi.functions;
  const view = new DataView(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  const textAt = (text: string, at: number): [number, number] => {
    const encoded = new TextEncoder().encode(text);
    bytes.set(encoded, at);
    return [at, encoded.length];
  };
  const self: Bench = {
    host,
    call,
    view,
    bytes,
    text: (text) => textAt(text, TEXT_AT),
    secondText: (text) => textAt(text, SECOND_TEXT_AT),
    iovec(pointer, length) {
      view.setUint32(IOVEC_AT, pointer, true);
      view.setUint32(IOVEC_AT + 4, length, true);
      return [IOVEC_AT, 1];
    },
    path: (name, path, fd = ROOT_FD) => call[name]!(fd, ...self.text(path))!,
    open(path, { fd = ROOT_FD, follow = true, flags = 0, rights = READ, fdFlags = 0 } = {}) {
      const errno = call["path_open"]!(
        fd,
        follow ? 1 : 0,
        ...self.text(path),
        flags,
        BigInt(rights),
        0n,
        fdFlags,
        0,
      )!;
      return [errno, view.getUint32(0, true)];
    },
    write(fd, text) {
      const errno = call["fd_write"]!(fd, ...self.iovec(...textAt(text, DATA_AT)), 0)!;
      return [errno, view.getUint32(0, true)];
    },
    read(fd, length = 1_024) {
      const errno = call["fd_read"]!(fd, ...self.iovec(DATA_AT, length), 0)!;
      return [errno, Buffer.from(bytes.slice(DATA_AT, DATA_AT + view.getUint32(0, true))).toString()];
    },
    symlink: (target, path) =>
      call["path_symlink"]!(...self.text(target), ROOT_FD, ...self.secondText(path))!,
    rename: (from, to) => call["path_rename"]!(ROOT_FD, ...self.text(from), ROOT_FD, ...self.secondText(to))!,
    link: (from, to) => call["path_link"]!(ROOT_FD, 0, ...self.text(from), ROOT_FD, ...self.secondText(to))!,
    stat(path, follow = true) {
      const errno = call["path_filestat_get"]!(ROOT_FD, follow ? 1 : 0, ...self.text(path), 0)!;
      return [errno, readStat(view)];
    },
    readlink(path) {
      const errno = call["path_readlink"]!(ROOT_FD, ...self.text(path), DATA_AT, 1_024, 0)!;
      return [errno, Buffer.from(bytes.slice(DATA_AT, DATA_AT + view.getUint32(0, true))).toString()];
    },
    names: (fd) => listNames(self, fd),
  };
  return self;
}

function readStat(view: DataView): Stat {
  return {
    inode: view.getBigUint64(8, true),
    type: view.getUint8(16),
    links: view.getBigUint64(24, true),
    size: view.getBigUint64(32, true),
    accessedNs: view.getBigUint64(40, true),
    modifiedNs: view.getBigUint64(48, true),
  };
}

function listNames({ call, view, bytes }: Bench, fd: number): string[] {
  call["fd_readdir"]!(fd, DATA_AT, 65_536, 0n, 0);
  const end = DATA_AT + view.getUint32(0, true);
  const names: string[] = [];
  for (let at = DATA_AT; at < end; ) {
    const length = view.getUint32(at + 16, true);
    names.push(Buffer.from(bytes.slice(at + 24, at + 24 + length)).toString());
    at += 24 + length;
  }
  return names;
}

/** A file with contents, through the calls of the guest. */
export function putFile(on: Bench, path: string, text: string): void {
  const [errno, fd] = on.open(path, { flags: 1, rights: READ | WRITE });
  if (errno !== 0) throw new Error(`cannot create ${path}: errno ${errno}`);
  on.write(fd, text);
  on.call["fd_close"]!(fd);
}

/** The contents of a file, or `errno N`. */
export function getFile(on: Bench, path: string): string {
  const [errno, fd] = on.open(path);
  if (errno !== 0) return `errno ${errno}`;
  const [, text] = on.read(fd);
  on.call["fd_close"]!(fd);
  return text;
}
