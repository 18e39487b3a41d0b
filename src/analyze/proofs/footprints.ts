import { childIn, childrenOf, NO_NODE, type NodeId, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { footprintOfLibrary, literalArguments } from "./library-footprints.ts";
import { elementsOf, mayOverlap, type Storage, storageAt, VOLATILE } from "./storage.ts";

/** What code may read and write. */
export interface Footprint {
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  /** It runs code that we do not see, waits for somebody, or asks the world outside. */
  readonly isOpaque: boolean;
  /** It calls a function that it was given, with numbers or texts: taken for one that only answers about these. */
  readonly asks: boolean;
}

interface Draft {
  readonly reads: Set<Storage>;
  readonly writes: Set<Storage>;
  isOpaque: boolean;
  asks: boolean;
}

const OPAQUE: Footprint = {
  reads: new Set([VOLATILE]),
  writes: new Set([VOLATILE]),
  isOpaque: true,
  asks: false,
};
const NOTHING: Footprint = { reads: new Set(), writes: new Set(), isOpaque: false, asks: false };
/** Larger footprints prove nothing worth their time. */
const MAX_STORAGES = 400;
const MAX_ROUNDS = 6;

const known = new WeakMap<PackageFacts, Map<number, Footprint>>();

/** The footprint of a call of a function, with all that it calls. */
export function footprintOf(facts: PackageFacts, fn: GoFunction): Footprint {
  const table = known.get(facts) ?? new Map<number, Footprint>();
  known.set(facts, table);
  const before = table.get(fn.id);
  if (before !== undefined) return before;
  const group = reachable(facts, fn, table);
  for (const one of group) table.set(one.id, NOTHING);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let changed = false;
    for (const one of group) {
      const next = ofBody(facts, one);
      const old = table.get(one.id)!;
      changed ||=
        next.reads.size !== old.reads.size ||
        next.writes.size !== old.writes.size ||
        next.isOpaque !== old.isOpaque;
      table.set(one.id, next);
    }
    if (!changed) return table.get(fn.id)!;
  }
  for (const one of group) table.set(one.id, OPAQUE);
  return OPAQUE;
}

/** The function and all that it may call whose footprints are not known yet, callees first. */
function reachable(
  facts: PackageFacts,
  from: GoFunction,
  table: ReadonlyMap<number, Footprint>,
): GoFunction[] {
  const seen = new Set<GoFunction>([from]);
  for (const fn of seen) {
    for (const { callee } of facts.graph.calls[fn.id]!) {
      const targets =
        callee.kind === "function" ? [callee.fn] : callee.kind === "methods" ? callee.candidates : [];
      for (const target of targets) if (!table.has(target.id)) seen.add(target);
    }
  }
  return [...seen].reverse();
}

function ofBody(facts: PackageFacts, fn: GoFunction): Footprint {
  if (fn.body === NO_NODE || fn.broken) return OPAQUE;
  const { reads, writes, isOpaque, asks } = footprintOfNodes(facts, fn, fn.body);
  if (isOpaque) return OPAQUE;
  const isOutside = (storage: Storage): boolean => {
    const id = /^variable (\d+)$/.exec(storage)?.[1];
    return id === undefined || facts.index.symbols[Number(id)]?.owner !== fn;
  };
  return {
    reads: new Set([...reads].filter(isOutside)),
    writes: new Set([...writes].filter(isOutside)),
    isOpaque,
    asks,
  };
}

/** The footprint of the code at a node, without function literals that are not called in it. */
export function footprintOfNodes(facts: PackageFacts, fn: GoFunction, node: NodeId): Footprint {
  const { tree } = fn.file.source;
  const draft: Draft = { reads: new Set(), writes: new Set(), isOpaque: false, asks: false };
  facts.work.charge(tree.after[node]! - node);
  for (let at = node; at < tree.after[node]! && !draft.isOpaque; at++) {
    const kind = tree.kind[at]!;
    if (kind === Kind.FuncLiteral && at !== node) {
      at = tree.after[at]! - 1;
      continue;
    }
    note(facts, fn.file, at, kind, draft);
  }
  return draft.isOpaque || draft.reads.size + draft.writes.size > MAX_STORAGES ? OPAQUE : draft;
}

function note(facts: PackageFacts, file: IndexedFile, node: NodeId, kind: number, draft: Draft): void {
  const { tree } = file.source;
  switch (kind) {
    case Kind.SendStatement:
    case Kind.SelectStatement:
    case Kind.ReceiveStatement:
    case Kind.GoStatement:
      draft.isOpaque = true;
      return;
    case Kind.UnaryExpression:
      if (operatorOf(tree, node) === "<-") draft.isOpaque = true;
      else if (operatorOf(tree, node) === "*") place(facts, file, node, draft);
      return;
    case Kind.Identifier:
    case Kind.SelectorExpression:
    case Kind.IndexExpression:
      place(facts, file, node, draft);
      return;
    case Kind.RangeClause: {
      const over = underlying(facts.index, facts.oracle.typeOf(file, childIn(tree, node, Field.Right)));
      if (over.kind === "slice" || over.kind === "map" || over.kind === "array")
        draft.reads.add(elementsOf(facts, over.element));
      else if (over.kind !== "basic") draft.isOpaque = true;
      return;
    }
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      call(facts, file, node, draft);
  }
}

function place(facts: PackageFacts, file: IndexedFile, node: NodeId, draft: Draft): void {
  const { tree } = file.source;
  const outer = tree.parent[node]!;
  const isCallee = tree.field[node] === Field.Function && tree.kind[outer] === Kind.CallExpression;
  if (isCallee && tree.kind[node] === Kind.SelectorExpression) return;
  if (
    tree.field[node] === Field.Operand &&
    tree.kind[outer] === Kind.SelectorExpression &&
    isPackage(facts, file, node)
  )
    return;
  if (
    tree.kind[node] === Kind.SelectorExpression &&
    isPackage(facts, file, childIn(tree, node, Field.Operand))
  ) {
    if (!/^(math|time|utf8|unicode|errors|io|os)\.[A-Z]\w*$/.test(textOf(tree, node)))
      draft.reads.add(VOLATILE);
    return;
  }
  const storage = storageAt(facts, file, node);
  if (storage === undefined) return;
  const isHolder = tree.field[node] === Field.Operand && tree.kind[outer] === Kind.SelectorExpression;
  if (isHolder && storage.startsWith("struct ") && !isCopiedForCall(facts, file, node)) return;
  const isDeclared = facts.index.symbols[file.symbolOf[node]!]?.node === node;
  const access = isDeclared && tree.kind[node] === Kind.Identifier ? "write" : targetAccess(file, node);
  if (access !== "write") draft.reads.add(storage);
  if (access !== "read") draft.writes.add(storage);
}

/** Whether a method is called that gets a copy of all that is here. */
function isCopiedForCall(facts: PackageFacts, file: IndexedFile, node: NodeId): boolean {
  const { tree } = file.source;
  const selector = tree.parent[node]!;
  const outer = tree.parent[selector]!;
  if (tree.kind[outer] !== Kind.CallExpression || tree.field[selector] !== Field.Function) return false;
  const callee = facts.oracle.calleeOf(file, outer);
  return callee.kind === "function" && callee.fn.receiver?.pointer === false;
}

/** What a function itself writes, without the functions of the package that it calls. */
export function ownWrites(facts: PackageFacts, fn: GoFunction): ReadonlySet<Storage> {
  const draft: Draft = { reads: new Set(), writes: new Set(), isOpaque: false, asks: false };
  const { tree } = fn.file.source;
  if (fn.body === NO_NODE) return draft.writes;
  facts.work.charge(tree.after[fn.body]! - fn.body);
  for (let node = fn.body; node < tree.after[fn.body]!; node++) {
    const kind = tree.kind[node]!;
    if (kind !== Kind.CallExpression && kind !== Kind.TypeConversionExpression) {
      note(facts, fn.file, node, kind, draft);
      continue;
    }
    const callee = facts.oracle.calleeOf(fn.file, node);
    const library = callee.kind === "library" ? footprintOfLibrary(facts, fn.file, node, callee) : NOTHING;
    if (!library.isOpaque) for (const storage of library.writes) draft.writes.add(storage);
  }
  return draft.writes;
}

function isPackage(facts: PackageFacts, file: IndexedFile, node: NodeId): boolean {
  return node !== NO_NODE && facts.index.symbols[file.symbolOf[node]!]?.kind === "package";
}

/** Whether the place itself, and no part of it, is written. */
function targetAccess({ source: { tree } }: IndexedFile, node: NodeId): "read" | "write" | "update" {
  let at = node;
  while (tree.kind[tree.parent[at]!] === Kind.ParenthesizedExpression) at = tree.parent[at]!;
  const outer = tree.parent[at]!;
  const kind = tree.kind[outer];
  if (kind === Kind.IncStatement || kind === Kind.DecStatement) return "update";
  if (kind === Kind.UnaryExpression && operatorOf(tree, outer) === "&") return "update";
  if (kind !== Kind.ExpressionList || tree.field[outer] !== Field.Left) return "read";
  const statement = tree.parent[outer]!;
  return tree.kind[statement] === Kind.AssignmentStatement && operatorOf(tree, statement) !== "="
    ? "update"
    : "write";
}

function call(facts: PackageFacts, file: IndexedFile, node: NodeId, draft: Draft): void {
  const callee = facts.oracle.calleeOf(file, node);
  const join = ({ reads, writes, isOpaque, asks }: Footprint): void => {
    for (const storage of reads) draft.reads.add(storage);
    for (const storage of writes) draft.writes.add(storage);
    draft.isOpaque ||= isOpaque;
    draft.asks ||= asks;
  };
  switch (callee.kind) {
    case "conversion":
      return;
    case "function":
      join(footprintOf(facts, callee.fn));
      return;
    case "methods":
      if (callee.candidates.length === 0 || !isOwnInterface(facts, file, node)) draft.isOpaque = true;
      for (const candidate of callee.candidates) join(footprintOf(facts, candidate));
      return;
    case "builtin":
      builtin(facts, file, node, callee.name, draft);
      return;
    case "library":
      join(footprintOfLibrary(facts, file, node, callee));
      for (const fn of literalArguments(file, node)) join(footprintOf(facts, fn));
      return;
    default:
      if (isQuestion(facts, file, node)) draft.asks = true;
      else draft.isOpaque = true;
  }
}

/** A parameter of function type that gets numbers and texts, and gives one value back. */
function isQuestion(facts: PackageFacts, file: IndexedFile, node: NodeId): boolean {
  const { tree } = file.source;
  const callee = childIn(tree, node, Field.Function);
  const symbol = callee === NO_NODE ? undefined : facts.index.symbols[file.symbolOf[callee]!];
  const list = childIn(tree, node, Field.Arguments);
  const given = list === NO_NODE ? [] : childrenOf(tree, list);
  if (symbol?.kind !== "parameter" || given.length === 0) return false;
  if (facts.oracle.typeOfSymbol(symbol).kind !== "function") return false;
  return given.every((one) => underlying(facts.index, facts.oracle.typeOf(file, one)).kind === "basic");
}

/** Whether the method is one of an interface that the package declares, or `Error` of an error. */
function isOwnInterface(facts: PackageFacts, file: IndexedFile, node: NodeId): boolean {
  const { tree } = file.source;
  const selector = childIn(tree, node, Field.Function);
  if (selector === NO_NODE || tree.kind[selector] !== Kind.SelectorExpression) return false;
  const type = facts.oracle.typeOf(file, childIn(tree, selector, Field.Operand));
  return (
    facts.index.name === "main" && underlying(facts.index, type).kind === "interface" && type.kind === "named"
  );
}

function builtin(facts: PackageFacts, file: IndexedFile, node: NodeId, name: string, draft: Draft): void {
  const { tree } = file.source;
  const first = childrenOf(tree, childIn(tree, node, Field.Arguments))[0];
  const type = first === undefined ? undefined : underlying(facts.index, facts.oracle.typeOf(file, first));
  const isContainer = type?.kind === "slice" || type?.kind === "map" || type?.kind === "array";
  if (name === "close") draft.isOpaque = true;
  if (name === "len" && type?.kind === "map") draft.reads.add(elementsOf(facts, type.element));
  if (name === "len" && (type === undefined || type.kind === "unknown" || type.kind === "channel"))
    draft.reads.add(VOLATILE);
  if (name === "copy" || name === "delete" || name === "clear")
    draft.writes.add(isContainer ? elementsOf(facts, type.element) : VOLATILE);
}

/** Whether anything that is written may change anything that is read. */
export function touches(
  facts: PackageFacts,
  writes: ReadonlySet<Storage>,
  reads: ReadonlySet<Storage>,
): boolean {
  if (reads.has(VOLATILE)) return true;
  for (const written of writes) {
    if (reads.has(written)) return true;
    for (const read of reads) if (mayOverlap(facts, written, read)) return true;
  }
  return false;
}

const ofSteps = new WeakMap<PackageFacts, Map<GoFunction, Map<NodeId, Footprint>>>();

/** The footprint of a step or condition, worked out once. */
export function footprintAt(
  { facts, fn }: { readonly facts: PackageFacts; readonly fn: GoFunction },
  node: NodeId,
): Footprint {
  const ofPackage = ofSteps.get(facts) ?? new Map<GoFunction, Map<NodeId, Footprint>>();
  ofSteps.set(facts, ofPackage);
  const ofFunction = ofPackage.get(fn) ?? new Map<NodeId, Footprint>();
  ofPackage.set(fn, ofFunction);
  const known = ofFunction.get(node) ?? footprintOfNodes(facts, fn, node);
  ofFunction.set(node, known);
  return known;
}
