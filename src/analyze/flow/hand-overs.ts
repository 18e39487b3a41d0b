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
import type { DisjointSets } from "./disjoint-sets.ts";
import { newFunctionFinder } from "./enclosing.ts";
import type { PackageFacts } from "./package-facts.ts";
import { signatureResults } from "./results.ts";
import type { Creation, Operation, OperationKind } from "./shared-values.ts";
import {
  innermost,
  isCopied,
  namedResultsOf,
  outermost,
  parametersOf,
  resultSlot,
  type SharedKind,
  sharedKind,
  slotAt,
  slotOfAnyField,
  slotOfField,
  variableSlot,
} from "./slots.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "./symbols.ts";
import { typeFromNode } from "./types.ts";
import { isUsedAsValue, methodValueNames } from "./value-uses.ts";

/** What mentions of shared values say. */
export interface SlotFacts {
  readonly operations: { readonly slot: string; readonly operation: Operation }[];
  readonly creations: { readonly slot: string; readonly creation: Creation }[];
  readonly variables: { readonly slot: string; readonly symbol: GoSymbol; readonly kind: SharedKind }[];
  readonly fields: { readonly slot: string; readonly kind: SharedKind }[];
  readonly escaped: Set<string>;
}

/** Joins the slots between which values are handed over, and collects what is done to them. */
export function connectSlots(facts: PackageFacts, sets: DisjointSets): SlotFacts {
  const found: SlotFacts = { operations: [], creations: [], variables: [], fields: [], escaped: new Set() };
  const walk: Walk = { facts, sets, found, fieldNames: new Set() };
  collectVariables(walk);
  collectFields(walk);
  collectSignatures(walk);
  for (const file of facts.index.files) {
    const { tree } = file.source;
    const functionAround = newFunctionFinder(file);
    for (let node = 1; node < tree.size; node++) {
      const kind = tree.kind[node];
      const fn = functionAround(node);
      if (kind === Kind.Identifier || kind === Kind.CallExpression || kind === Kind.CompositeLiteral) {
        mention(walk, { file, fn, node });
      } else if (kind === Kind.SelectorExpression) {
        const field = childIn(tree, node, Field.Field);
        if (field !== NO_NODE && walk.fieldNames.has(textOf(tree, field))) mention(walk, { file, fn, node });
      }
    }
  }
  return found;
}

interface Walk {
  readonly facts: PackageFacts;
  readonly sets: DisjointSets;
  readonly found: SlotFacts;
  /** Names of the fields of structs of the package that hold a shared value. */
  readonly fieldNames: Set<string>;
}

interface Place {
  readonly file: IndexedFile;
  readonly fn: GoFunction | undefined;
  readonly node: NodeId;
}

function isOpen(walk: Walk, name: string): boolean {
  return walk.facts.index.name !== "main" && /^\p{Lu}/u.test(name);
}

function collectVariables({ facts, found, ...walk }: Walk): void {
  for (const symbol of facts.index.symbols) {
    if (symbol.kind !== "variable" && symbol.kind !== "parameter") continue;
    const type = facts.oracle.typeOfSymbol(symbol);
    const kind = sharedKind(facts.oracle, type);
    if (kind === undefined || symbol.file === undefined) continue;
    const slot = variableSlot(symbol.id);
    found.variables.push({ slot, symbol, kind });
    if (symbol.owner === undefined && isOpen({ facts, found, ...walk }, symbol.name)) found.escaped.add(slot);
    const { tree } = symbol.file.source;
    const isZero =
      kind === "wait-group" &&
      isCopied(type) &&
      tree.kind[symbol.declaration] === Kind.VarSpec &&
      childIn(tree, symbol.declaration, Field.Value) === NO_NODE;
    if (isZero) {
      const creation = { file: symbol.file, fn: symbol.owner, node: symbol.declaration };
      found.creations.push({ slot, creation });
    }
  }
}

/** Fields of the struct types of the package; those of types without a name are told apart by nothing but their name. */
function collectFields(walk: Walk): void {
  const { facts, found, sets } = walk;
  for (const file of facts.index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.FieldDeclaration) continue;
      const type = typeFromNode(facts.index, file, childIn(tree, node, Field.Type));
      const kind = sharedKind(facts.oracle, type);
      if (kind === undefined) continue;
      const spec = tree.parent[tree.parent[tree.parent[node]!]!]!;
      const owner =
        tree.kind[spec] === Kind.TypeSpec
          ? facts.index.symbols[file.symbolOf[childIn(tree, spec, Field.Name)]!]
          : undefined;
      for (const nameNode of childrenIn(tree, node, Field.Name)) {
        const name = textOf(tree, nameNode);
        const slot = owner === undefined ? slotOfAnyField(name) : slotOfField(owner.id, name);
        walk.fieldNames.add(name);
        found.fields.push({ slot, kind });
        if (owner === undefined || isOpen(walk, name)) found.escaped.add(slot);
        if (kind === "wait-group" && isCopied(type)) {
          found.creations.push({ slot, creation: { file, fn: undefined, node } });
        }
      }
    }
  }
  joinUnresolvedFields(walk, sets);
}

/** Where something of unknown type has the field, it may be any of that name. */
function joinUnresolvedFields({ facts, found, fieldNames }: Walk, sets: DisjointSets): void {
  for (const file of facts.index.files) {
    const { tree } = file.source;
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.SelectorExpression) continue;
      const field = childIn(tree, node, Field.Field);
      const name = field === NO_NODE ? "" : textOf(tree, field);
      if (!fieldNames.has(name) || slotAt(facts.oracle, file, node) !== slotOfAnyField(name)) continue;
      for (const { slot } of found.fields) {
        if (slot.endsWith(`.${name}`)) sets.join(slot, slotOfAnyField(name));
      }
    }
  }
}

/** Named results are what the function returns; functions that others may call get values from nobody knows where. */
function collectSignatures(walk: Walk): void {
  const { facts, found, sets } = walk;
  const methodValues = methodValueNames(facts);
  for (const fn of facts.index.functions) {
    const short = fn.name.slice(fn.name.lastIndexOf(".") + 1);
    const isForeign =
      (fn.kind !== "literal" && isOpen(walk, short)) ||
      (fn.kind === "method" && methodValues.has(short)) ||
      isUsedAsValue(facts, fn) ||
      fn.body === NO_NODE;
    for (const parameter of parametersOf(fn)) {
      const slot = parameter === undefined ? undefined : slotAt(facts.oracle, fn.file, parameter);
      if (slot !== undefined && isForeign) found.escaped.add(slot);
    }
    const single = signatureResults(facts.oracle, fn.file, fn.node).length === 1;
    if (isForeign || !single) found.escaped.add(resultSlot(fn, 0));
    for (const name of namedResultsOf(fn)) {
      const slot = slotAt(facts.oracle, fn.file, name);
      if (slot !== undefined) sets.join(slot, resultSlot(fn, 0));
    }
  }
}

/** Sorts one mention of a slot by what is around it. */
function mention(walk: Walk, place: Place): void {
  const { file, node } = place;
  const { tree } = file.source;
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
  if (targets.length === 0) walk.found.escaped.add(given.slot);
  for (const target of targets) {
    const parameter = parametersOf(target)[position];
    const slot = parameter === undefined ? undefined : slotAt(oracle, target.file, parameter);
    if (slot !== undefined) handOver(walk, given.slot, slot, target.file, parameter!);
    else if (parameter !== undefined || parametersOf(target).length <= position)
      walk.found.escaped.add(given.slot);
  }
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
function written({ facts, found }: Walk, file: IndexedFile, given: Written): void {
  const { tree } = file.source;
  if (given.values === NO_NODE) return;
  const values = childrenOf(tree, given.values);
  const value = values.length === given.names.length ? values[given.names.indexOf(given.at)] : undefined;
  if (value === undefined) found.escaped.add(given.slot);
  else if (
    tree.kind[value] !== Kind.Nil &&
    slotAt(facts.oracle, file, innermost(file, value)) === undefined
  ) {
    found.escaped.add(given.slot);
  }
}

function toResult({ sets, found }: Walk, fn: GoFunction | undefined, slot: string, position: number): void {
  if (fn === undefined || position !== 0) found.escaped.add(slot);
  else sets.join(slot, resultSlot(fn, position));
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
