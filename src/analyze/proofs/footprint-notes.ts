import { childIn, childrenOf, NO_NODE, type NodeId, operatorOf, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { footprintOfLibrary, literalArguments } from "./library-footprints.ts";
import { elementsOf, type Storage, storageAt, VOLATILE } from "./storage.ts";

/** What code may read and write. */
export interface Footprint {
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  /** It runs code that we do not see, waits for somebody, or asks the world outside. */
  readonly isOpaque: boolean;
  /** It calls a function that it was given, with numbers or texts: taken for one that only answers about these. */
  readonly asks: boolean;
}

/** A walk through code that notes what it does. */
export interface Notes {
  readonly facts: PackageFacts;
  readonly file: IndexedFile;
  /** Whether the places that are read and written are wanted, and not only whether the code is opaque. */
  readonly withPlaces: boolean;
  readonly reads: Set<Storage>;
  readonly writes: Set<Storage>;
  isOpaque: boolean;
  asks: boolean;
  /** Called for each function of the package that is called. */
  readonly onCall: (notes: Notes, fn: GoFunction) => void;
}

/** Notes nothing yet. */
export function newNotes(
  { facts, file }: Pick<Notes, "facts" | "file">,
  withPlaces: boolean,
  onCall: Notes["onCall"],
): Notes {
  return {
    facts,
    file,
    withPlaces,
    reads: new Set(),
    writes: new Set(),
    isOpaque: false,
    asks: false,
    onCall,
  };
}

/** Notes what the code at a node does, without function literals that are not called in it, until it turns out opaque. */
export function noteCode(notes: Notes, node: NodeId): void {
  const { tree } = notes.file.source;
  const stop = tree.after[node]!;
  notes.facts.work.charge(stop - node);
  for (let at = node; at < stop && !notes.isOpaque; at++) {
    const kind = tree.kind[at]!;
    if (kind === Kind.FuncLiteral && at !== node) at = tree.after[at]! - 1;
    else noteNode(notes, at, kind);
  }
}

/** Notes what one node does by itself. */
export function noteNode(notes: Notes, node: NodeId, kind: number): void {
  const { tree } = notes.file.source;
  switch (kind) {
    case Kind.SendStatement:
    case Kind.SelectStatement:
    case Kind.ReceiveStatement:
    case Kind.GoStatement:
      notes.isOpaque = true;
      return;
    case Kind.UnaryExpression:
      if (operatorOf(tree, node) === "<-") notes.isOpaque = true;
      else if (notes.withPlaces && operatorOf(tree, node) === "*") place(notes, node);
      return;
    case Kind.Identifier:
    case Kind.SelectorExpression:
    case Kind.IndexExpression:
      if (notes.withPlaces) place(notes, node);
      return;
    case Kind.RangeClause: {
      const { facts, file } = notes;
      const over = underlying(facts.index, facts.oracle.typeOf(file, childIn(tree, node, Field.Right)));
      if (over.kind === "slice" || over.kind === "map" || over.kind === "array") {
        if (notes.withPlaces) notes.reads.add(elementsOf(facts, over.element));
      } else if (over.kind !== "basic") notes.isOpaque = true;
      return;
    }
    case Kind.CallExpression:
    case Kind.TypeConversionExpression:
      call(notes, node);
  }
}

function place({ facts, file, reads, writes }: Notes, node: NodeId): void {
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
    if (!/^(math|time|utf8|unicode|errors|io|os)\.[A-Z]\w*$/.test(textOf(tree, node))) reads.add(VOLATILE);
    return;
  }
  const storage = storageAt(facts, file, node);
  if (storage === undefined) return;
  const isHolder = tree.field[node] === Field.Operand && tree.kind[outer] === Kind.SelectorExpression;
  if (isHolder && storage.startsWith("struct ") && !isCopiedForCall(facts, file, node)) return;
  const isDeclared = facts.index.symbols[file.symbolOf[node]!]?.node === node;
  const access = isDeclared && tree.kind[node] === Kind.Identifier ? "write" : targetAccess(file, node);
  if (access !== "write") reads.add(storage);
  if (access !== "read") writes.add(storage);
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

/** Adds what something else does. */
export function join(notes: Notes, { reads, writes, isOpaque, asks }: Footprint): void {
  notes.isOpaque ||= isOpaque;
  notes.asks ||= asks;
  if (!notes.withPlaces) return;
  for (const storage of reads) notes.reads.add(storage);
  for (const storage of writes) notes.writes.add(storage);
}

function call(notes: Notes, node: NodeId): void {
  const { facts, file, onCall } = notes;
  const callee = facts.oracle.calleeOf(file, node);
  switch (callee.kind) {
    case "conversion":
      return;
    case "function":
      onCall(notes, callee.fn);
      return;
    case "methods":
      if (callee.candidates.length === 0 || !isOwnInterface(facts, file, node)) notes.isOpaque = true;
      else for (const candidate of callee.candidates) onCall(notes, candidate);
      return;
    case "builtin":
      builtin(notes, node, callee.name);
      return;
    case "library":
      join(notes, footprintOfLibrary(facts, file, node, callee));
      for (const fn of literalArguments(file, node)) onCall(notes, fn);
      return;
    default:
      if (isQuestion(facts, file, node)) notes.asks = true;
      else notes.isOpaque = true;
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

function builtin(notes: Notes, node: NodeId, name: string): void {
  if (name === "close") notes.isOpaque = true;
  if (!notes.withPlaces || (name !== "len" && name !== "copy" && name !== "delete" && name !== "clear"))
    return;
  const { facts, file, reads, writes } = notes;
  const { tree } = file.source;
  const first = childrenOf(tree, childIn(tree, node, Field.Arguments))[0];
  const type = first === undefined ? undefined : underlying(facts.index, facts.oracle.typeOf(file, first));
  const isContainer = type?.kind === "slice" || type?.kind === "map" || type?.kind === "array";
  if (name === "len" && type?.kind === "map") reads.add(elementsOf(facts, type.element));
  if (name === "len" && (type === undefined || type.kind === "unknown" || type.kind === "channel"))
    reads.add(VOLATILE);
  if (name !== "len") writes.add(isContainer ? elementsOf(facts, type.element) : VOLATILE);
}
