import {
  childIn,
  childrenIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { collectDeclared, type SlotFacts, sharedFieldAt, type Walk } from "./declared-slots.ts";
import type { DisjointSets } from "./disjoint-sets.ts";
import { newFunctionFinder } from "./enclosing.ts";
import type { Callee } from "./oracle.ts";
import type { PackageFacts } from "./package-facts.ts";
import { signatureResults } from "./results.ts";
import type { OperationKind } from "./shared-values.ts";
import {
  innermost,
  isCopied,
  outermost,
  parametersOf,
  resultSlot,
  sharedKind,
  slotAt,
  slotOfField,
} from "./slots.ts";
import type { GoFunction, IndexedFile } from "./symbols.ts";

/** Joins the slots between which values are handed over, and collects what is done to them. */
export function connectSlots(facts: PackageFacts, sets: DisjointSets): SlotFacts {
  const found: SlotFacts = { operations: [], creations: [], variables: [], fields: [], escaped: new Set() };
  const walk: Walk = {
    facts,
    sets,
    found,
    fieldNames: new Set(),
    nameLengths: new Set(),
    isShared: new Uint8Array(facts.index.symbols.length),
  };
  collectDeclared(walk);
  for (const file of facts.index.files) {
    const { tree } = file.source;
    const functionAround = newFunctionFinder(file);
    for (let node = 1; node < tree.size; node++) {
      if (mayHold(walk, file, node)) mention(walk, { file, fn: functionAround(node), node });
    }
  }
  return found;
}

/** Whether a node may stand for a place that holds a shared value. */
function mayHold(walk: Walk, { source: { tree }, symbolOf }: IndexedFile, node: NodeId): boolean {
  switch (tree.kind[node]) {
    case Kind.Identifier:
      return symbolOf[node]! >= 0 && walk.isShared[symbolOf[node]!] === 1;
    case Kind.CallExpression:
    case Kind.CompositeLiteral:
      return true;
    case Kind.SelectorExpression:
      return walk.fieldNames.size > 0 && sharedFieldAt(walk, tree, node) !== undefined;
    default:
      return false;
  }
}

interface Place {
  readonly file: IndexedFile;
  readonly fn: GoFunction | undefined;
  readonly node: NodeId;
}

/** Sorts one mention of a slot by what is around it. */
function mention(walk: Walk, place: Place): void {
  const { file, node } = place;
  const { tree } = file.source;
  if (tree.kind[node] === Kind.CallExpression) severalResults(walk, place);
  const slot = slotAt(walk.facts.oracle, file, node);
  if (slot === undefined) return;
  if (slot.startsWith("fresh ")) walk.found.creations.push({ slot, creation: place });
  const at = outermost(file, node);
  const outer = tree.parent[at]!;
  const operate = (kind: OperationKind, operationNode: NodeId, method = ""): void => {
    const operation = {
      kind,
      method,
      file,
      fn: place.fn,
      node: operationNode,
      clause: clauseOf(file, operationNode),
    };
    walk.found.operations.push({ slot, operation });
  };
  switch (tree.kind[outer]) {
    case Kind.SendStatement:
      if (tree.field[at] === Field.Channel) operate("send", outer);
      else walk.found.escaped.add(slot);
      return;
    case Kind.UnaryExpression:
      operate(operatorOf(tree, outer) === "<-" ? "receive" : "compare", outer);
      return;
    case Kind.RangeClause:
      if (tree.field[at] === Field.Right) operate("range", outer);
      return;
    case Kind.BinaryExpression:
      operate("compare", outer);
      return;
    case Kind.SelectorExpression: {
      const call = tree.parent[outer]!;
      const isCalled = tree.kind[call] === Kind.CallExpression && tree.field[outer] === Field.Function;
      const method = textOf(tree, childIn(tree, outer, Field.Field));
      if (isCalled) toReceiver(walk, file, slot, call);
      operate(isCalled ? "method" : "method-value", isCalled ? call : outer, method);
      return;
    }
    case Kind.ArgumentList:
      argument(walk, place, { slot, at, call: tree.parent[outer]!, operate });
      return;
    case Kind.ExpressionList:
      listed(walk, place, slot, at, outer);
      return;
    case Kind.ReturnStatement:
      toResult(walk, place.fn, slot, 0);
      return;
    case Kind.LiteralElement:
      element(walk, file, slot, outer);
      return;
    case Kind.ParameterDeclaration:
    case Kind.ExpressionStatement:
      return;
    case Kind.VarSpec:
      if (tree.field[at] === Field.Name)
        written(walk, file, {
          slot,
          names: childrenIn(tree, outer, Field.Name),
          at,
          values: childIn(tree, outer, Field.Value),
        });
      return;
    default:
      walk.found.escaped.add(slot);
  }
}

function clauseOf({ source: { tree } }: IndexedFile, node: NodeId): NodeId {
  for (let at = node; at !== NO_NODE; at = tree.parent[at]!) {
    if (tree.field[at] === Field.Communication) return tree.parent[at]!;
    if (tree.kind[at] === Kind.StatementList || tree.kind[at] === Kind.FuncLiteral) return NO_NODE;
  }
  return NO_NODE;
}

interface Argument {
  readonly slot: string;
  readonly at: NodeId;
  readonly call: NodeId;
  readonly operate: (kind: OperationKind, node: NodeId) => void;
}

function argument(walk: Walk, { file }: Place, given: Argument): void {
  const { oracle } = walk.facts;
  const { tree } = file.source;
  const callee = oracle.calleeOf(file, given.call);
  const position = childrenOf(tree, childIn(tree, given.call, Field.Arguments)).indexOf(given.at);
  if (callee.kind === "builtin") {
    if (callee.name === "close") given.operate("close", given.call);
    else if (callee.name === "len" || callee.name === "cap") given.operate("length", given.call);
    else walk.found.escaped.add(given.slot);
    return;
  }
  const targets =
    callee.kind === "function" ? [callee.fn] : callee.kind === "methods" ? callee.candidates : [];
  const isRead = targets.length === 0 && isContext(walk, file, given);
  if (targets.length === 0 && !isRead) walk.found.escaped.add(given.slot);
  for (const target of targets) {
    const parameter = parametersOf(target)[position];
    const slot = parameter === undefined ? undefined : slotAt(oracle, target.file, parameter);
    if (slot !== undefined) handOver(walk, given.slot, slot, target.file, parameter!);
    else if (parameter !== undefined || parametersOf(target).length <= position)
      walk.found.escaped.add(given.slot);
  }
}

/** Whether a call is given a context, which nobody who gets it can change. A value that a context carries is another thing. */
function isContext({ facts: { oracle } }: Walk, file: IndexedFile, { at, call }: Argument): boolean {
  const { tree } = file.source;
  const callee = oracle.calleeOf(file, call);
  const isParent = childrenOf(tree, childIn(tree, call, Field.Arguments)).indexOf(at) === 0;
  if (callee.kind === "library" && callee.path === "context") return isParent;
  return sharedKind(oracle, oracle.typeOf(file, at)) === "context";
}

/** A method of a channel type has the channel as its receiver. */
function toReceiver({ facts, sets, found }: Walk, file: IndexedFile, slot: string, call: NodeId): void {
  const callee = facts.oracle.calleeOf(file, call);
  if (callee.kind === "library") return;
  const name = callee.kind === "function" ? callee.fn.receiver?.name : undefined;
  if (callee.kind !== "function" || name === undefined) found.escaped.add(slot);
  else if (name !== NO_NODE) sets.join(slot, slotAt(facts.oracle, callee.fn.file, name) ?? slot);
}

/** A wait group that is passed by value is another one from then on. */
function handOver({ facts, sets }: Walk, from: string, to: string, file: IndexedFile, node: NodeId): void {
  if (!isCopied(facts.oracle.typeOf(file, node))) sets.join(from, to);
}

function listed(walk: Walk, place: Place, slot: string, at: NodeId, list: NodeId): void {
  const { file } = place;
  const { tree } = file.source;
  const statement = tree.parent[list]!;
  const items = childrenOf(tree, list);
  if (tree.kind[statement] === Kind.ReturnStatement) {
    toResult(walk, place.fn, slot, items.indexOf(at));
    return;
  }
  if (tree.field[list] === Field.Left) {
    const values = childIn(tree, statement, Field.Right);
    const isRange =
      tree.kind[statement] === Kind.RangeClause || tree.kind[statement] === Kind.ReceiveStatement;
    if (isRange) walk.found.escaped.add(slot);
    else written(walk, file, { slot, names: items, at, values });
    return;
  }
  const isSpec = tree.kind[statement] === Kind.VarSpec;
  const left = isSpec ? NO_NODE : childIn(tree, statement, Field.Left);
  const names = isSpec
    ? childrenIn(tree, statement, Field.Name)
    : left === NO_NODE
      ? []
      : childrenOf(tree, left);
  const target = names.length === items.length ? names[items.indexOf(at)] : undefined;
  if (target === undefined) {
    walk.found.escaped.add(slot);
    return;
  }
  if (textOf(tree, target) === "_") return;
  const inner = innermost(file, target);
  const to = slotAt(walk.facts.oracle, file, inner);
  if (to === undefined) walk.found.escaped.add(slot);
  else handOver(walk, slot, to, file, inner);
}

interface Written {
  readonly slot: string;
  readonly names: readonly NodeId[];
  readonly at: NodeId;
  /** NO_NODE when nothing is assigned. */
  readonly values: NodeId;
}

/** What is assigned to a slot is another slot (which then does the joining), nil, or of unknown origin. */
function written({ facts, found, sets }: Walk, file: IndexedFile, given: Written): void {
  const { tree } = file.source;
  if (given.values === NO_NODE) return;
  const values = childrenOf(tree, given.values);
  const at = given.names.indexOf(given.at);
  const value = values.length === given.names.length ? values[at] : undefined;
  if (value === undefined) {
    const callee = values.length === 1 ? calleeAt(facts, file, values[0]!) : undefined;
    if (callee?.kind === "function") sets.join(given.slot, resultSlot(callee.fn, at));
    else found.escaped.add(given.slot);
  } else if (
    tree.kind[value] !== Kind.Nil &&
    slotAt(facts.oracle, file, innermost(file, value)) === undefined
  ) {
    found.escaped.add(given.slot);
  }
}

function calleeAt({ oracle }: PackageFacts, file: IndexedFile, node: NodeId): Callee | undefined {
  return file.source.tree.kind[node] === Kind.CallExpression ? oracle.calleeOf(file, node) : undefined;
}

function toResult({ sets, found }: Walk, fn: GoFunction | undefined, slot: string, position: number): void {
  if (fn === undefined) found.escaped.add(slot);
  else sets.join(slot, resultSlot(fn, position));
}

/** Several results at once go to as many variables (which do the joining), to the caller, or nobody knows where. */
function severalResults({ facts, sets, found }: Walk, { file, fn, node }: Place): void {
  const { tree } = file.source;
  const callee = facts.oracle.calleeOf(file, node);
  const targets =
    callee.kind === "function" ? [callee.fn] : callee.kind === "methods" ? callee.candidates : [];
  for (const target of targets) {
    const count = signatureResults(facts.oracle, target.file, target.node).length;
    if (callee.kind === "function" && count < 2) continue;
    const list = tree.parent[node]!;
    const statement = tree.kind[list] === Kind.ExpressionList ? tree.parent[list]! : list;
    const isReturned = tree.kind[statement] === Kind.ReturnStatement && fn !== undefined;
    const isAssigned = tree.kind[list] === Kind.ExpressionList && callee.kind === "function";
    for (let at = 0; at < count; at++) {
      if (isReturned) sets.join(resultSlot(target, at), resultSlot(fn, at));
      else if (!isAssigned) found.escaped.add(resultSlot(target, at));
    }
  }
}

/** `T{field: value}`; anything else in a literal is an element of a slice or map. */
function element(walk: Walk, file: IndexedFile, slot: string, literalElement: NodeId): void {
  const { tree } = file.source;
  const keyed = tree.parent[literalElement]!;
  if (tree.kind[keyed] === Kind.KeyedElement && tree.field[literalElement] === Field.Value) {
    const literal = tree.parent[tree.parent[keyed]!]!;
    const type =
      tree.kind[literal] === Kind.CompositeLiteral ? walk.facts.oracle.typeOf(file, literal) : undefined;
    if (type?.kind === "named") {
      const to = slotOfField(type.symbol.id, textOf(tree, childIn(tree, keyed, Field.Key)));
      walk.sets.join(slot, to);
      return;
    }
  }
  walk.found.escaped.add(slot);
}
