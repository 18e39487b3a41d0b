import type { NativeFunction } from "../native.ts";
import { Closure, Dynamic, type Value } from "../value.ts";
import { native } from "./define.ts";

const NOTHING: readonly Value[] = [];

/** What the sources in go-library ask of the machine, as package internal/run. No program of a user can import it. */
export const RUN: Readonly<Record<string, NativeFunction>> = {
  GiveUp: native("GiveUp", "string ->", (m, [why]) => m.unknown(why as string)),
  IsFile: native("IsFile", "any -> bool", (_, [writer]) => isFile(writer!)),
  Asked: native("Asked", "->", (m) => {
    if (m.goroutines !== undefined) m.goroutines.polls++;
    return NOTHING;
  }),
  Changed: native("Changed", "->", (m) => {
    if (m.goroutines !== undefined) m.goroutines.events++;
    return NOTHING;
  }),
  // An iterator straight over a map: whoever asks does not care for the order.
  AnyOrder: native("AnyOrder", "any ->", (m, [given]) => {
    const iterator = given instanceof Dynamic ? given.value : null;
    m.anyOrder =
      iterator instanceof Closure && !("run" in iterator.code) && iterator.code.file.home === "maps.";
    return NOTHING;
  }),
};

/** Whether a writer is one of the two files that only take output. */
export function isFile(writer: Value): boolean {
  return writer instanceof Dynamic && writer.type.id === "*os.File";
}
