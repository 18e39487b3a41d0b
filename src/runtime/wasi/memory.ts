import { IOVEC_BYTES, MAX_IOVECS, MAX_PATH_BYTES } from "./abi.ts";
import { Errno, fail } from "./errno.ts";

const MAX_U32 = 0xffff_ffff;

/**
 * The guest's linear memory. Pointers and lengths come as signed i32 and are taken as unsigned; every range is checked against the memory
 * as it is now, and a range outside is Fault EFAULT. Views are made anew when the memory has grown, so none is kept over a call.
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));
  /** The range that was asked for last: a loop reads into the same buffer, and making a view takes longer than a small copy. */
  #last = this.#bytes;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #encoder = new TextEncoder();

  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
    this.#bytes = this.#last = new Uint8Array(0);
  }

  /** A view of the whole memory, for ranges that `range` has checked in the same call. */
  view(): DataView {
    this.#refresh();
    return this.#view;
  }

  /** The pointer as unsigned, once the range is known to lie inside. */
  range(pointer: number, lengthBytes: number): number {
    this.#refresh();
    const start = pointer >>> 0;
    if (start + (lengthBytes >>> 0) > this.#bytes.length) fail(Errno.EFAULT);
    return start;
  }

  /** The bytes of a range themselves: what is written there the guest sees. */
  bytes(pointer: number, lengthBytes: number): Uint8Array {
    const start = this.range(pointer, lengthBytes);
    return this.#part(start, lengthBytes >>> 0);
  }

  /** Of a range that was checked. */
  #part(start: number, length: number): Uint8Array {
    if (this.#last.byteOffset === start && this.#last.length === length) return this.#last;
    this.#last = this.#bytes.subarray(start, start + length);
    return this.#last;
  }

  writeU32(pointer: number, value: number): void {
    const start = this.range(pointer, 4);
    this.#view.setUint32(start, value, true);
  }

  writeU64(pointer: number, value: bigint): void {
    const start = this.range(pointer, 8);
    this.#view.setBigUint64(start, value, true);
  }

  /** Copies as much of the text's UTF-8 as fits and tells how many bytes those are. */
  writeText(pointer: number, lengthBytes: number, text: string): number {
    const target = this.bytes(pointer, lengthBytes);
    const encoded = this.#encoder.encode(text);
    const copied = encoded.subarray(0, target.length);
    target.set(copied);
    return copied.length;
  }

  /** The text of a range. Throws Fault EFAULT, and EILSEQ for what is not UTF-8. */
  text(pointer: number, lengthBytes: number): string {
    const bytes = this.bytes(pointer, lengthBytes);
    try {
      return this.#decoder.decode(bytes.slice());
    } catch {
      fail(Errno.EILSEQ);
    }
  }

  /** A path: UTF-8 (else Fault EILSEQ) without NUL (EINVAL), of at most 4,096 bytes (ENAMETOOLONG). */
  path(pointer: number, lengthBytes: number): string {
    const bytes = this.bytes(pointer, lengthBytes);
    if (bytes.length > MAX_PATH_BYTES) fail(Errno.ENAMETOOLONG);
    if (bytes.includes(0)) fail(Errno.EINVAL);
    return this.text(pointer, lengthBytes);
  }

  /** The buffers of an iovec array: at most 1,024 (EINVAL), each inside the memory, together below 4 GiB (EINVAL) as the result is a u32. */
  buffers(pointer: number, count: number): Uint8Array[] {
    const length = count >>> 0;
    if (length > MAX_IOVECS) fail(Errno.EINVAL);
    let at = this.range(pointer, length * IOVEC_BYTES);
    const buffers: Uint8Array[] = [];
    const view = this.#view;
    const end = this.#bytes.length;
    let totalBytes = 0;
    for (let index = 0; index < length; index++, at += IOVEC_BYTES) {
      const start = view.getUint32(at, true);
      const lengthBytes = view.getUint32(at + 4, true);
      totalBytes += lengthBytes;
      if (totalBytes > MAX_U32) fail(Errno.EINVAL);
      if (start + lengthBytes > end) fail(Errno.EFAULT);
      buffers.push(this.#part(start, lengthBytes));
    }
    return buffers;
  }

  /** A growth detaches the old buffer (WebAssembly JS API, "refresh the memory buffer"), which is cheaper to see than to ask the memory. */
  #refresh(): void {
    if (this.#bytes.length !== 0 || this.#memory === undefined) return;
    this.#bytes = this.#last = new Uint8Array(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
