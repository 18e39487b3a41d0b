import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, initialValue } from "./accesses.ts";
import { methodOf } from "./fields.ts";
import type { Callee, TypeOracle } from "./oracle.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";
import type { GoType } from "./types.ts";

/** Which argument a function of an encoding package takes, and the methods that it asks, in this order. */
interface Marshaller {
  readonly value: number;
  readonly methods: readonly string[];
  /** Whether it asks before anything can fail. */
  readonly sure: boolean;
}

const JSON_METHODS = ["MarshalJSON", "MarshalText"];
const XML_METHODS = ["MarshalXML", "MarshalText"];
const JSON_READERS = ["UnmarshalJSON", "UnmarshalText"];
const XML_READERS = ["UnmarshalXML", "UnmarshalText"];

/** Package, function or `Type.Method` → what it does. Reading fails before it asks anything when the input is wrong. */
const MARSHALLERS: ReadonlyMap<string, Marshaller> = new Map([
  ["encoding/json.Marshal", { value: 0, methods: JSON_METHODS, sure: true }],
  ["encoding/json.MarshalIndent", { value: 0, methods: JSON_METHODS, sure: true }],
  ["encoding/json.Unmarshal", { value: 1, methods: JSON_READERS, sure: false }],
  ["encoding/json.Encoder.Encode", { value: 0, methods: JSON_METHODS, sure: false }],
  ["encoding/json.Decoder.Decode", { value: 0, methods: JSON_READERS, sure: false }],
  ["encoding/xml.Marshal", { value: 0, methods: XML_METHODS, sure: false }],
  ["encoding/xml.MarshalIndent", { value: 0, methods: XML_METHODS, sure: false }],
  ["encoding/xml.Unmarshal", { value: 1, methods: XML_READERS, sure: false }],
  ["encoding/xml.Encoder.Encode", { value: 0, methods: XML_METHODS, sure: false }],
  ["encoding/xml.Encoder.EncodeElement", { value: 0, methods: XML_METHODS, sure: false }],
  ["encoding/xml.Decoder.Decode", { value: 0, methods: XML_READERS, sure: false }],
  ["encoding/xml.Decoder.DecodeElement", { value: 0, methods: XML_READERS, sure: false }],
  ["encoding/gob.Encoder.Encode", { value: 0, methods: ["GobEncode", "MarshalBinary"], sure: false }],
  ["encoding/gob.Decoder.Decode", { value: 0, methods: ["GobDecode", "UnmarshalBinary"], sure: false }],
]);
const CONSTRUCTORS: Readonly<Record<string, string>> = { NewEncoder: "Encoder", NewDecoder: "Decoder" };

/** A method of the package that an encoding package calls for an argument. */
export interface Marshalled {
  readonly method: GoFunction;
  /** `json.Marshal` and the like. */
  readonly by: string;
  /** Whether the call surely comes to the method. */
  readonly sure: boolean;
}

/** The method that encoding or decoding the argument of `call` runs; undefined for none, or for another call. */
export function marshalledMethod(
  oracle: TypeOracle,
  file: IndexedFile,
  call: NodeId,
  callee: Callee,
): Marshalled | undefined {
  if (oracle.index.methods.size === 0) return undefined;
  const key =
    callee.kind === "library" ? `${callee.path}.${callee.name}` : codecKey(oracle, file, call, callee);
  const marshaller = MARSHALLERS.get(key);
  const list = childIn(file.source.tree, call, Field.Arguments);
  if (marshaller === undefined || list === NO_NODE) return undefined;
  const value = childrenOf(file.source.tree, list)[marshaller.value];
  if (value === undefined) return undefined;
  const type = oracle.typeOf(file, value);
  const method = methodFor(oracle, type, marshaller.methods);
  if (method === undefined) return undefined;
  const isNeverNil =
    type.kind !== "pointer" ||
    operatorOf(file.source.tree, withoutParentheses(file.source.tree, value)) === "&";
  return { method, by: key.slice(key.lastIndexOf("/") + 1), sure: marshaller.sure && isNeverNil };
}

/** `json.NewEncoder(w).Encode(v)`, also through a variable: what is not declared here has no type here. */
function codecKey(oracle: TypeOracle, file: IndexedFile, call: NodeId, callee: Callee): string {
  if (callee.kind !== "methods") return "";
  const { tree } = file.source;
  const selector = withoutParentheses(tree, childIn(tree, call, Field.Function));
  let operand = withoutParentheses(tree, childIn(tree, selector, Field.Operand));
  if (operand !== NO_NODE && tree.kind[operand] === Kind.Identifier) {
    const symbol = oracle.index.symbols[file.symbolOf[operand]!];
    const isKept = symbol?.uses.every((use) => accessAt(tree, use) !== "write") === true;
    const value = isKept && symbol.file === file ? initialValue(symbol) : undefined;
    operand = value === undefined ? NO_NODE : withoutParentheses(tree, value);
  }
  if (operand === NO_NODE || tree.kind[operand] !== Kind.CallExpression) return "";
  const made = oracle.calleeOf(file, operand);
  const codec = made.kind === "library" ? CONSTRUCTORS[made.name] : undefined;
  return made.kind === "library" && codec !== undefined ? `${made.path}.${codec}.${callee.name}` : "";
}

function methodFor(oracle: TypeOracle, type: GoType, names: readonly string[]): GoFunction | undefined {
  const named = type.kind === "pointer" ? type.element : type;
  if (named.kind !== "named") return undefined;
  for (const name of names) {
    const method = methodOf(oracle.index, type, name);
    if (method?.receiver !== undefined && (type.kind === "pointer" || !method.receiver.pointer))
      return method;
  }
  return undefined;
}
