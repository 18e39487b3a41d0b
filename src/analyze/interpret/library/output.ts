import { BASIC, ERROR, functionOf, interfaceOf, pointerTo, type RunType, sliceOf } from "../go-type.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Dynamic, type Value } from "../value.ts";
import { libraryNamed, native } from "./define.ts";
import { FMT } from "./fmt.ts";

const WRITE: RunType = functionOf([sliceOf(BASIC.get("uint8")!)], [BASIC.get("int")!, ERROR], false);
/** io.Writer. */
export const WRITER: RunType = libraryNamed("io.Writer", interfaceOf([{ name: "Write", type: WRITE }]));
const FILE: RunType = libraryNamed("os.File", { kind: "struct", id: "struct os.File", fields: [] });
const GIVEN: Readonly<Record<string, RunType>> = { Writer: WRITER };
const NOTHING: readonly Value[] = [];

/** os.Stdout and os.Stderr: what goes there is only output. */
export const FILES: Readonly<Record<string, { readonly type: RunType; readonly value: Value }>> =
  Object.fromEntries(
    ["Stdout", "Stderr"].map((name) => [name, { type: pointerTo(FILE), value: new Box([], FILE) }]),
  );

/** A function of fmt that prints to a writer; anything but the two files is not modelled. */
function toWriter(name: string, type: string): NativeFunction {
  const printing = FMT[name.slice(1).replace(/^p/, "P")]!;
  return native(
    name,
    type,
    (m, [writer, ...values]) => {
      const isFile = writer instanceof Dynamic && writer.type.id === "*os.File";
      return isFile ? printing.run(m, values) : m.unknown("a writer");
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
