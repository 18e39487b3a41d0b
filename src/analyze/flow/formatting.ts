import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { methodOf } from "./fields.ts";
import type { TypeOracle } from "./oracle.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";
import type { GoType } from "./types.ts";

/** Where the operands of a printing function start, and where its format string is (-1: none, everything is %v). */
interface Printer {
  readonly format: number;
  readonly operands: number;
}

const plain = (operands: number): Printer => ({ format: -1, operands });
const formatted = (format: number): Printer => ({ format, operands: format + 1 });
const PRINTERS: ReadonlyMap<string, Printer> = new Map([
  ["Print", plain(0)],
  ["Println", plain(0)],
  ["Sprint", plain(0)],
  ["Sprintln", plain(0)],
  ["Fprint", plain(1)],
  ["Fprintln", plain(1)],
  ["Append", plain(1)],
  ["Appendln", plain(1)],
  ["Printf", formatted(0)],
  ["Sprintf", formatted(0)],
  ["Errorf", formatted(0)],
  ["Fprintf", formatted(1)],
  ["Appendf", formatted(1)],
]);

/** Verbs for which fmt asks Error and String (package fmt, "Printing", rule 5); %#v asks GoString. */
const STRING_VERBS = "vsqxX";

/** An operand of a printing call with the verb that prints it. */
interface Operand {
  readonly node: NodeId;
  readonly verb: string;
}

/** Methods of the package that package fmt surely calls to print the arguments of `call`. */
export function formattedMethods(
  oracle: TypeOracle,
  file: IndexedFile,
  call: NodeId,
  callee: { readonly path: string; readonly name: string },
): readonly GoFunction[] {
  const printer = callee.path === "fmt" ? PRINTERS.get(callee.name) : undefined;
  if (printer === undefined || oracle.index.methods.size === 0) return [];
  const found: GoFunction[] = [];
  for (const operand of operandsOf(file, call, printer)) {
    const verb = callee.name === "Errorf" && operand.verb === "w" ? "v" : operand.verb;
    const method = methodFor(oracle, oracle.typeOf(file, operand.node), verb);
    if (method !== undefined) found.push(method);
  }
  return found;
}

function operandsOf(file: IndexedFile, call: NodeId, printer: Printer): Operand[] {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  const values = list === NO_NODE ? [] : childrenOf(tree, list);
  if (values.some((value) => tree.kind[value] === Kind.VariadicArgument)) return [];
  const operands = values.slice(printer.operands);
  if (printer.format < 0) return operands.map((node) => ({ node, verb: "v" }));
  const format = values[printer.format];
  const kind = format === undefined ? Kind.Other : tree.kind[format];
  if (kind !== Kind.InterpretedStringLiteral && kind !== Kind.RawStringLiteral) return [];
  const verbs = verbsOf(textOf(tree, format!).slice(1, -1));
  return operands.flatMap((node, at) => (verbs[at] === undefined ? [] : [{ node, verb: verbs[at] }]));
}

/** Verbs of a format string, one for each operand ("*" for a width, "#v" with its flag); none when it numbers them. */
export function verbsOf(format: string): string[] {
  const verbs: string[] = [];
  for (const [, flags, width, precision, verb] of format.matchAll(
    /%([-+# 0]*)(\*|[0-9]*)(?:\.(\*|[0-9]*))?(.)/gsu,
  )) {
    if (verb === "[" || verb === undefined) return [];
    if (verb === "%") continue;
    if (width === "*") verbs.push("*");
    if (precision === "*") verbs.push("*");
    verbs.push(verb === "v" && flags?.includes("#") === true ? "#v" : verb);
  }
  return verbs;
}

/** What fmt calls for an operand of `type` under `verb`: Format first, then GoString, Error or String. */
function methodFor(oracle: TypeOracle, type: GoType, verb: string): GoFunction | undefined {
  const named = type.kind === "pointer" ? type.element : type;
  if (named.kind !== "named" || verb === "T" || verb === "p" || verb === "*") return undefined;
  const own = (name: string): GoFunction | undefined => {
    const method = methodOf(oracle.index, type, name);
    const reachable = method?.receiver !== undefined && (type.kind === "pointer" || !method.receiver.pointer);
    return reachable ? method : undefined;
  };
  const formatter = own("Format");
  if (formatter !== undefined) return formatter;
  if (verb === "#v") return own("GoString");
  return STRING_VERBS.includes(verb) ? (own("Error") ?? own("String")) : undefined;
}
