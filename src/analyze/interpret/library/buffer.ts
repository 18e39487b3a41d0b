import { STRING } from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { bytesSlice } from "../text.ts";
import { type Box, Dynamic, type Slice, type Value } from "../value.ts";
import { native } from "./define.ts";
import type { LibraryMethod } from "./methods.ts";

/** Takes the first bytes out of a buffer; `rest` is what is left when `count` are gone. */
function take(buffer: Value, count: number): string {
  const box = buffer as Box;
  const text = box.cells[0] as string;
  box.cells[0] = text.slice(count);
  return text.slice(0, count);
}

const reading = (
  name: string,
  type: string,
  run: (m: Machine, text: string, values: readonly Value[]) => ReturnType<NativeFunction["run"]>,
): LibraryMethod => ({
  byPointer: true,
  native: native(name, type, (m, values) => {
    if (values[0] === null) return m.panicText("invalid memory address or nil pointer dereference");
    return run(m, (values[0] as Box).cells[0] as string, values);
  }),
});

/** The variable io.EOF, which the source of package io declares. */
function endOfFile(m: Machine): Value | undefined {
  return m.endOfFile?.() ?? m.unknown("io.EOF");
}

function readInto(
  m: Machine,
  text: string,
  [buffer, target]: readonly Value[],
): readonly Value[] | undefined {
  const room = target === null ? 0 : (target as Slice).length;
  if (text === "" && room > 0) {
    const end = endOfFile(m);
    return end === undefined ? undefined : [0, end];
  }
  const part = take(buffer!, Math.min(room, text.length));
  for (let at = 0; at < part.length; at++) {
    const { box, offset } = target as Slice;
    box.cells[offset + at] = part.charCodeAt(at);
  }
  return m.takes(part.length >>> 3) ? [part.length, null] : undefined;
}

function readByte(m: Machine, text: string, [buffer]: readonly Value[]): readonly Value[] | undefined {
  if (text !== "") return [take(buffer!, 1).charCodeAt(0), null];
  const end = endOfFile(m);
  return end === undefined ? undefined : [0, end];
}

function readUntil(
  m: Machine,
  text: string,
  [buffer, end]: readonly Value[],
): readonly [string, Value] | undefined {
  const at = text.indexOf(String.fromCharCode(end as number));
  if (at >= 0) return [take(buffer!, at + 1), null];
  const last = endOfFile(m);
  return last === undefined ? undefined : [take(buffer!, text.length), last];
}

function readBytes(m: Machine, text: string, values: readonly Value[]): readonly Value[] | undefined {
  const result = readUntil(m, text, values);
  return result === undefined ? undefined : [result[0] === "" ? null : bytesSlice(result[0]), result[1]];
}

function truncate(
  m: Machine,
  text: string,
  [buffer, length]: readonly Value[],
): readonly Value[] | undefined {
  if ((length as number) < 0 || (length as number) > text.length)
    return m.raise(new Dynamic(STRING, "bytes.Buffer: truncation out of range"));
  (buffer as Box).cells[0] = text.slice(0, length as number);
  return [];
}

/** Methods that read a bytes.Buffer. Bytes and Next are left out: what they give is the memory of the buffer itself. */
export const BUFFER_METHODS: Readonly<Record<string, LibraryMethod>> = {
  Read: reading("Read", "[]byte -> int error", readInto),
  ReadByte: reading("ReadByte", "-> byte error", readByte),
  ReadString: reading("ReadString", "byte -> string error", readUntil),
  ReadBytes: reading("ReadBytes", "byte -> []byte error", readBytes),
  Truncate: reading("Truncate", "int ->", truncate),
};
