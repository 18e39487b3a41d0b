import type { ByteMap } from "../byte-map.ts";
import type { DataSegment } from "./memory.ts";

/** Copies what is known about addresses to the bytes of the file that are loaded there. */
export function projectToFile(file: ByteMap, memory: ByteMap, segments: readonly DataSegment[]): void {
  for (const { address, start, length } of segments) {
    file.kinds.set(memory.kinds.subarray(address, address + length), start);
    file.owners.set(memory.owners.subarray(address, address + length), start);
  }
}
