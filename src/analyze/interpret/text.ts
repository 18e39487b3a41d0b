import { runeBytes } from "./literals.ts";
import { Box, Slice, type Value } from "./value.ts";

/** Text as a slice of bytes of its own. */
export function bytesSlice(text: string): Slice {
  const cells = Array.from(text, (unit) => unit.charCodeAt(0));
  return new Slice(new Box(cells, undefined), 0, cells.length, cells.length);
}

/** The bytes of a slice as text. */
export function textOfBytes(value: Value): string {
  return joined(value, (byte) => String.fromCharCode(byte));
}

/** The runes of a slice as text. */
export function textOfRunes(value: Value): string {
  return joined(value, runeBytes);
}

function joined(value: Value, text: (unit: number) => string): string {
  if (value === null) return "";
  const { box, offset, length } = value as Slice;
  let all = "";
  for (let at = offset; at < offset + length; at++) all += text(box.cells[at] as number);
  return all;
}
