import { childIn, childrenOf, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { type LockCall, lockCallAt } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { isRenewed, type Place, placeAt } from "../flow/places.ts";
import { parametersOf } from "../flow/slots.ts";
import { eachNodeOfStep } from "../flow/steps.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";

/** What a step does that matters for locks, in order. */
export type LockEvent =
  | { readonly kind: "lock" | "unlock" | "defer-lock" | "defer-unlock"; readonly call: LockCall }
  | { readonly kind: "call" | "defer-call"; readonly node: NodeId; readonly callee: GoFunction }
  /** Code that we do not see gets a function that may unlock anything. */
  | { readonly kind: "forget" }
  /** The variable is another one from here on. */
  | { readonly kind: "renew"; readonly symbol: GoSymbol; readonly node: NodeId };

/** The events of a step; calls in the order in which they are complete. */
export function lockEventsOf(facts: PackageFacts, fn: GoFunction, step: NodeId): LockEvent[] {
  const { tree } = fn.file.source;
  const found: { readonly at: number; readonly event: LockEvent }[] = [];
  eachNodeOfStep(tree, step, (node, kind) => {
    if (kind === Kind.CallExpression) {
      const event = eventOfCall(facts, fn, node);
      if (event !== undefined) found.push({ at: tree.end[node]!, event });
      else if (handsOverUnlock(facts, fn, node))
        found.push({ at: tree.end[node]!, event: { kind: "forget" } });
    } else if (kind === Kind.Identifier) {
      const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
      if (symbol?.kind === "variable" && isRenewed(fn.file, node, symbol)) {
        found.push({ at: tree.end[step]!, event: { kind: "renew", symbol, node } });
      }
    }
    return false;
  });
  return found.sort((a, b) => a.at - b.at).map(({ event }) => event);
}

/** Whether a call is given a method of the package, or a literal, that may unlock. */
function handsOverUnlock(facts: PackageFacts, { file }: GoFunction, call: NodeId): boolean {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  return (list < 0 ? [] : childrenOf(tree, list)).some((argument) => {
    if (tree.kind[argument] === Kind.FuncLiteral) return textOf(tree, argument).includes("nlock");
    if (tree.kind[argument] !== Kind.SelectorExpression) return false;
    const name = textOf(tree, childIn(tree, argument, Field.Field));
    return name.endsWith("nlock") || facts.index.methodsByName.has(name);
  });
}

function eventOfCall(facts: PackageFacts, fn: GoFunction, node: NodeId): LockEvent | undefined {
  const { tree } = fn.file.source;
  const outer = tree.kind[tree.parent[node]!];
  if (outer === Kind.GoStatement) return undefined;
  const isDeferred = outer === Kind.DeferStatement;
  const call = lockCallAt(facts.oracle, fn.file, node);
  if (call !== undefined) return { kind: isDeferred ? `defer-${call.action}` : call.action, call };
  const callee = facts.oracle.calleeOf(fn.file, node);
  if (callee.kind !== "function" || callee.fn.body < 0) return undefined;
  return { kind: isDeferred ? "defer-call" : "call", node, callee: callee.fn };
}

/** A place of the callee as the caller names it; undefined when it has no name there, or is a copy. */
export function placeInCaller(
  facts: PackageFacts,
  caller: GoFunction,
  call: NodeId,
  callee: GoFunction,
  place: Place,
): Place | undefined {
  const { root } = place;
  if (root.owner === undefined || (root.owner !== callee && callee.kind === "literal")) return place;
  if (root.owner !== callee) return undefined;
  const { tree } = caller.file.source;
  const argument = argumentFor(caller, call, callee, root);
  if (argument === undefined) return undefined;
  const type = facts.oracle.typeOfSymbol(root);
  if (type.kind !== "pointer") return undefined;
  const given = placeAt(facts.oracle, caller.file, argument);
  if (given === undefined || tree.kind[argument] === Kind.IndexExpression) return undefined;
  return { root: given.root, path: `${given.path}${place.path}`, family: familyOf(given, place) };
}

function familyOf(given: Place, place: Place): string {
  return place.path === ""
    ? given.family
    : place.family.includes("#")
      ? `${given.family}${place.path}`
      : place.family;
}

function argumentFor(
  caller: GoFunction,
  call: NodeId,
  callee: GoFunction,
  root: GoSymbol,
): NodeId | undefined {
  const { tree } = caller.file.source;
  if (callee.receiver?.name === root.node) {
    const selector = childIn(tree, call, Field.Function);
    return tree.kind[selector] === Kind.SelectorExpression
      ? childIn(tree, selector, Field.Operand)
      : undefined;
  }
  const position = parametersOf(callee).indexOf(root.node);
  const list = childIn(tree, call, Field.Arguments);
  return position < 0 || list < 0 ? undefined : childrenOf(tree, list)[position];
}

/** Whether `key` names `symbol` or something reached from it. */
export function isOf(key: string, symbol: GoSymbol): boolean {
  return key === `${symbol.id}` || key.startsWith(`${symbol.id}.`);
}
