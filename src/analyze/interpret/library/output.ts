import { BASIC, ERROR, functionOf, interfaceOf, pointerTo, type RunType, sliceOf } from "../go-type.ts";
import type { NativeFunction } from "../native.ts";
import { bytesSlice } from "../text.ts";
import { Box, type Dynamic, type Value } from "../value.ts";
import { libraryNamed, native } from "./define.ts";
import { FMT } from "./fmt.ts";
import { isFile } from "./run.ts";

const WRITE: RunType = functionOf([sliceOf(BASIC.get("uint8")!)], [BASIC.get("int")!, ERROR], false);
/** io.Writer. */
export const WRITER: RunType = libraryNamed("io.Writer", interfaceOf([{ name: "Write", type: WRITE }]));
const FILE: RunType = libraryNamed("os.File", { kind: "struct", id: "struct os.File", fields: [] });
const GIVEN: Readonly<Record<string, RunType>> = { Writer: WRITER };
const NOTHING: readonly Value[] = [];

/** os.Stdout and os.Stderr: what goes there is only output. os.Stdin: it is empty. */
export const FILES: Readonly<Record<string, { readonly type: RunType; readonly value: Value }>> =
  Object.fromEntries(
    ["Stdout", "Stderr", "Stdin"].map((name) => [name, { type: pointerTo(FILE), value: new Box([], FILE) }]),
  );

/** A function of fmt that prints to a writer: one of the two files, or something with a method Write. */
function toWriter(name: string, type: string): NativeFunction {
  const plain = name.slice(1);
  const printing = FMT[plain.replace(/^p/, "P")]!;
  const making = FMT[`S${plain}`]!;
  return native(
    name,
    type,
    (m, [writer, ...values]) => {
      if (isFile(writer!)) return printing.run(m, values);
      const text = making.run(m, values) as string | undefined;
      if (text === undefined) return undefined;
      if (writer === null) return m.panicText("invalid memory address or nil pointer dereference");
      const method = m.methodOf?.(writer as Dynamic, "Write");
      if (method === undefined) return m.unknown("a writer");
      // What Write gives is what this gives: its results go to the caller. It may wait.
      if (m.takes(text.length >>> 3)) m.call(method, [bytesSlice(text)], m.nativePlace().node);
      return undefined;
    },
    GIVEN,
  );
}

/** Fprint and the like. */
export const PRINT_TO: Readonly<Record<string, NativeFunction>> = {
  Fprint: toWriter("Fprint", "Writer ...any -> int error"),
  Fprintln: toWriter("Fprintln", "Writer ...any -> int error"),
  Fprintf: toWriter("Fprintf", "Writer string ...any -> int error"),
};

/** A function of package log, which prints like one of fmt and gives nothing back. */
function logged(name: string, type: string): NativeFunction {
  const printing = FMT[name]!;
  const plain = native(name, type, (m, values) =>
    printing.run(m, values) === undefined ? undefined : NOTHING,
  );
  return { ...plain, isSink: true };
}

/** What package log prints, and how. */
export const LOG: Readonly<Record<string, NativeFunction>> = {
  Print: logged("Print", "...any ->"),
  Println: logged("Println", "...any ->"),
  Printf: logged("Printf", "string ...any ->"),
  SetFlags: native("SetFlags", "int ->", () => NOTHING),
  SetPrefix: native("SetPrefix", "string ->", () => NOTHING),
  SetOutput: native("SetOutput", "Writer ->", () => NOTHING, GIVEN),
};
