import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { formattedMethods } from "./formatting.ts";
import { marshalledMethod } from "./marshalling.ts";
import type { Callee, TypeOracle } from "./oracle.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";

/** How a call runs: now, in a goroutine of its own, or when the function ends. */
export type CallMode = "call" | "go" | "defer";

/** A call in the source. */
export interface Call {
  readonly node: NodeId;
  readonly mode: CallMode;
  readonly callee: Callee;
  /** Methods (String, Error, MarshalJSON, …) that printing or encoding the arguments calls for sure. */
  readonly formats: readonly GoFunction[];
}

/** Who calls whom within the package. */
export interface CallGraph {
  /** Function id → its calls, in source order, without those of the literals in it. */
  readonly calls: readonly (readonly Call[])[];
}

/** Resolves every call of the package. */
export function callGraphOf(oracle: TypeOracle): CallGraph {
  const { functions } = oracle.index;
  return {
    calls: functions.map(({ file, calls }) => {
      const resolved: Call[] = [];
      for (const node of calls) {
        const call = callAt(oracle, file, node);
        if (call !== undefined) resolved.push(call);
      }
      return resolved;
    }),
  };
}

/** A call with what it calls; nothing for what turns out to be a conversion. */
export function resolveCall(oracle: TypeOracle, file: IndexedFile, node: NodeId): Call[] {
  const call = callAt(oracle, file, node);
  return call === undefined ? [] : [call];
}

const NOTHING: readonly GoFunction[] = [];

function callAt(oracle: TypeOracle, file: IndexedFile, node: NodeId): Call | undefined {
  const callee = oracle.calleeOf(file, node);
  if (callee.kind === "conversion") return undefined;
  const formats = callee.kind === "library" ? calledBack(oracle, file, node, callee) : NOTHING;
  return { node, mode: modeOf(file, node), callee, formats };
}

function calledBack(
  oracle: TypeOracle,
  file: IndexedFile,
  node: NodeId,
  callee: Extract<Callee, { readonly kind: "library" }>,
): readonly GoFunction[] {
  if (!callee.path.startsWith("encoding/")) return formattedMethods(oracle, file, node, callee);
  const marshalled = marshalledMethod(oracle, file, node, callee);
  return marshalled?.sure === true ? [marshalled.method] : [];
}

function modeOf(file: IndexedFile, node: NodeId): CallMode {
  const { tree } = file.source;
  let outer = tree.parent[node]!;
  while (outer !== NO_NODE && tree.kind[outer] === Kind.ParenthesizedExpression) outer = tree.parent[outer]!;
  if (outer === NO_NODE) return "call";
  if (tree.kind[outer] === Kind.GoStatement) return "go";
  return tree.kind[outer] === Kind.DeferStatement ? "defer" : "call";
}

/** The functions of the package that a call surely or possibly runs, printing included. */
export function targetsOf(call: Call): readonly GoFunction[] {
  if (call.callee.kind === "function") return [call.callee.fn];
  if (call.callee.kind === "methods") return call.callee.candidates;
  return call.formats;
}

/** The functions of the package that a call surely runs. */
export function sureTargetsOf(call: Call): readonly GoFunction[] {
  return call.callee.kind === "function" ? [call.callee.fn] : call.formats;
}
