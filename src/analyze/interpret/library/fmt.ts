import { isInterface, under } from "../go-type.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Dynamic, type Value } from "../value.ts";
import { listOf, native, newError, newWrapped, works } from "./define.ts";
import { formatted, printed } from "./format.ts";

type Text = (m: Machine, values: readonly Value[]) => string | undefined;

const print: Text = (m, [list]) => printed(m, listOf(list!), false);
const printLine: Text = (m, [list]) => {
  const text = printed(m, listOf(list!), true);
  return text === undefined ? undefined : `${text}\n`;
};
const printFormat: Text = (m, [format, list]) => formatted(m, format as string, listOf(list!));

/** A function whose text only goes to the output. */
function sink(name: string, type: string, text: Text): NativeFunction {
  const run: NativeFunction["run"] = (m, values) => {
    const result = text(m, values);
    if (m.stop !== undefined) return undefined;
    if (result === undefined) {
      // What is printed has no say in anything, unless printing calls a method.
      if (!listOf(values.at(-1)!).every(isPlain)) return m.unknown("the text of a value");
      m.outputKnown = false;
    } else if (works(m, result.length)) m.output?.(result);
    return [result?.length ?? 0, null];
  };
  return { ...native(name, type, run), isSink: true };
}

function isPlain(value: Value): boolean {
  if (value === null) return true;
  const { type } = value as Dynamic;
  return (
    type.kind !== "named" &&
    !isInterface(type) &&
    ["bool", "int", "float", "string"].includes(under(type).kind)
  );
}

function maker(name: string, type: string, text: Text): NativeFunction {
  return native(name, type, (m, values) => {
    const result = text(m, values);
    if (result === undefined) return m.unknown("the text of a value");
    return works(m, result.length) ? result : undefined;
  });
}

const errorf = native("Errorf", "string ...any -> error", (m, values) => {
  const text = printFormat(m, values);
  if (text === undefined) return m.unknown("the text of an error");
  const wraps = (values[0] as string).split("%w").length - 1;
  if (wraps === 0) return newError(text);
  const verbs = [...(values[0] as string).matchAll(/%[-+ 0]*[0-9]*(?:\.[0-9]*)?([a-zA-Z%])/g)].filter(
    ([, verb]) => verb !== "%",
  );
  const at = verbs.findIndex(([, verb]) => verb === "w");
  const inner = listOf(values[1]!)[at];
  if (wraps > 1 || !(inner instanceof Dynamic)) return m.unknown("several errors in one");
  return newWrapped(text, inner);
});

/** Package fmt. */
export const FMT: Readonly<Record<string, NativeFunction>> = {
  Print: sink("Print", "...any -> int error", print),
  Println: sink("Println", "...any -> int error", printLine),
  Printf: sink("Printf", "string ...any -> int error", printFormat),
  Sprint: maker("Sprint", "...any -> string", print),
  Sprintln: maker("Sprintln", "...any -> string", printLine),
  Sprintf: maker("Sprintf", "string ...any -> string", printFormat),
  Errorf: errorf,
};
