import {
  childIn,
  childrenOf,
  contains,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { accessAt, assignedBy, startsAsZero, within } from "../flow/accesses.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { evaluate } from "./evaluate.ts";
import { argumentsOf } from "./lengths.ts";
import { applied } from "./operators.ts";
import { decisionOf } from "./relevant.ts";
import { type Value, zeroOf } from "./values.ts";
import { conditionOf } from "./ways-out.ts";

/** A call that tells about the end of the input, in a loop that does not listen. */
export interface UnreadEnd {
  readonly call: NodeId;
  readonly name: string;
}

/** Reads of the library whose last result tells about the end; at the end the others are empty or zero. */
const READS =
  /^(bufio\.Reader\.(Read|ReadString|ReadBytes|ReadByte|ReadRune|ReadLine|ReadSlice|Peek)|io\.(ReadFull|ReadAtLeast)|os\.File\.Read|strings\.Reader\.Read\w*|bytes\.(Buffer|Reader)\.Read\w*|bufio\.Scanner\.Scan|fmt\.S?F?[sS]can(ln|f)?|encoding\/json\.Decoder\.(Decode|Token)|encoding\/csv\.Reader\.Read|encoding\/xml\.Decoder\.(Decode|Token))$/;
const STANDARD_INPUT = /^os\.Stdin\.Read$/;
/** Functions that give an empty text for an empty text. */
const KEEPS_EMPTY = /^(Trim\w*|To(Lower|Upper|Title)|ReplaceAll)$/;
const MAX_DEPTH = 12;

/** The read of a loop whose end it ignores, when nothing else ends it once the input is used up; undefined for others. */
export function unreadEnd(facts: PackageFacts, fn: GoFunction, loop: Loop): UnreadEnd | undefined {
  const { tree } = fn.file.source;
  const flow = facts.flowOf(fn);
  if (flow === undefined || loop.statement === NO_NODE) return undefined;
  const reads = within(fn.calls, loop.statement, tree.after[loop.statement]!).flatMap((call) => {
    const name = nameOfRead(facts, fn.file, call);
    return name === undefined ? [] : [{ call, name }];
  });
  const [first] = reads;
  if (first === undefined || reads.some(({ call }) => !isIgnored(fn.file, call))) return undefined;
  const known = new Set(reads.flatMap(({ call }) => resultsOf(facts, fn, call)));
  const end = { facts, fn, loop, known, reads: new Set(reads.map(({ call }) => call)) };
  const condition = conditionOf(fn, loop.statement);
  if (condition !== NO_NODE && !holdsAtEnd(end, condition, true) && !isKept(end, condition)) return undefined;
  for (const { from, to } of loop.exits) {
    const { condition: decider, successors } = flow.blocks[from]!;
    if (condition !== NO_NODE && decider !== NO_NODE && contains(tree, condition, decider)) continue;
    const decision = decisionOf(flow, from);
    if (decision?.kind !== "condition") return undefined;
    if (!holdsAtEnd(end, decision.node, successors[0] !== to) && !isSettled(end, decision.node))
      return undefined;
  }
  return first;
}

function nameOfRead(facts: PackageFacts, file: IndexedFile, call: NodeId): string | undefined {
  const callee = facts.oracle.calleeOf(file, call);
  if (callee.kind === "library") {
    const name = `${callee.path}.${callee.name}`;
    return READS.test(name) ? callee.name : undefined;
  }
  const { tree } = file.source;
  const selector = childIn(tree, call, Field.Function);
  if (selector !== NO_NODE && STANDARD_INPUT.test(textOf(tree, selector))) return "Read";
  if (callee.kind !== "methods" || callee.candidates.length > 0) return undefined;
  if (selector === NO_NODE || tree.kind[selector] !== Kind.SelectorExpression) return undefined;
  const name = textOf(tree, childIn(tree, selector, Field.Field));
  return /^(ReadString|ReadBytes|ReadByte|ReadRune|ReadLine|Scan)$/.test(name) ? name : undefined;
}

/** Whether the last result of a call is thrown away. */
function isIgnored({ source: { tree } }: IndexedFile, call: NodeId): boolean {
  const outer = tree.parent[call]!;
  if (tree.kind[outer] === Kind.ExpressionStatement) return true;
  const statement = tree.parent[outer]!;
  const left = tree.kind[outer] === Kind.ExpressionList ? childIn(tree, statement, Field.Left) : NO_NODE;
  const last = left === NO_NODE ? undefined : childrenOf(tree, left).at(-1);
  return last !== undefined && textOf(tree, last) === "_";
}

/** The variables that get the other results. */
function resultsOf(facts: PackageFacts, { file }: GoFunction, call: NodeId): GoSymbol[] {
  const { tree } = file.source;
  const statement = tree.parent[tree.parent[call]!]!;
  const left = statement === NO_NODE ? NO_NODE : childIn(tree, statement, Field.Left);
  if (left === NO_NODE) return [];
  return childrenOf(tree, left).flatMap((name) => facts.index.symbols[file.symbolOf[name]!] ?? []);
}

interface End {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly loop: Loop;
  /** Variables that are empty or zero at the end of the input. */
  readonly known: ReadonlySet<GoSymbol>;
  /** The calls that read. */
  readonly reads: ReadonlySet<NodeId>;
}

function holdsAtEnd(end: End, condition: NodeId, outcome: boolean): boolean {
  const value = atEnd(end, condition, 0);
  return value?.kind === "boolean" && value.value === outcome;
}

/** Whether nothing that runs at the end of the input changes a condition, but something before it does. */
function isKept(end: End, condition: NodeId): boolean {
  return keptVariables(end, condition)?.some((symbol) => writesOf(end, symbol).length > 0) === true;
}

/** Whether a decision comes out at the end of the input as it did in the round before: it did not leave the loop then. */
function isSettled(end: End, decision: NodeId): boolean {
  return keptVariables(end, decision) !== undefined;
}

/** The variables of a condition, when all of them stay as they are once the input is used up. */
function keptVariables(end: End, condition: NodeId): readonly GoSymbol[] | undefined {
  const { facts, fn } = end;
  const { tree } = fn.file.source;
  const found: GoSymbol[] = [];
  for (let node = condition; node < tree.after[condition]!; node++) {
    const kind = tree.kind[node];
    if (kind === Kind.CallExpression || kind === Kind.SelectorExpression || kind === Kind.IndexExpression)
      return undefined;
    const symbol = kind === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[node]!] : undefined;
    if (symbol === undefined || symbol.kind === "constant") continue;
    if (symbol.owner !== fn || contains(tree, end.loop.statement, symbol.node)) return undefined;
    if (!facts.isPlainLocal(symbol) && !isOnlyScanned(end, symbol)) return undefined;
    if (!writesOf(end, symbol).every((write) => isPassedBy(end, write) || changesNothing(end, write)))
      return undefined;
    found.push(symbol);
  }
  return found.length === 0 ? undefined : found;
}

/** Mentions of a variable in the loop that may give it another value. */
function writesOf({ facts, fn, loop, reads }: End, symbol: GoSymbol): readonly NodeId[] {
  const { tree } = fn.file.source;
  if (facts.isPlainLocal(symbol))
    return within(facts.changesOf(symbol), loop.statement, tree.after[loop.statement]!);
  const uses = within(symbol.uses, loop.statement, tree.after[loop.statement]!);
  return uses.filter((use) => accessAt(tree, use) !== "read" && reads.size > 0);
}

/** Whether all that points to a variable is handed to the reads of the loop, as in `fmt.Scan(&n)`. */
function isOnlyScanned(end: End, symbol: GoSymbol): boolean {
  const { tree } = end.fn.file.source;
  return symbol.uses.every((use) => {
    const access = accessAt(tree, use);
    return access === "read" || access === "write" || (access === "address" && isScanned(end, use));
  });
}

/** Whether `&x` at a mention of x is an argument of one of the reads. */
function isScanned({ fn, reads }: End, use: NodeId): boolean {
  const { tree } = fn.file.source;
  return reads.has(tree.parent[tree.parent[tree.parent[use]!]!]!);
}

/** Whether a write leaves a variable as it is at the end of the input: a read gives nothing, nothing is added. */
function changesNothing(end: End, write: NodeId): boolean {
  const { tree } = end.fn.file.source;
  if (accessAt(tree, write) === "address") return isScanned(end, write);
  const outer = tree.parent[write]!;
  const statement = tree.kind[outer] === Kind.ExpressionList ? tree.parent[outer]! : outer;
  if (tree.kind[statement] !== Kind.AssignmentStatement) return false;
  const operator = operatorOf(tree, statement);
  if (operator !== "+=" && operator !== "-=" && operator !== "|=") return false;
  const value = atEnd(end, onlyChild(tree, childIn(tree, statement, Field.Right)), 0);
  return value?.kind === "text" ? value.bytes.length === 0 : value?.kind === "integer" && value.value === 0n;
}

/** Whether an `if` or case around a statement is not taken at the end of the input. */
function isPassedBy(end: End, node: NodeId): boolean {
  const { tree } = end.fn.file.source;
  for (let at = node; at > end.loop.statement; at = tree.parent[at]!) {
    const outer = tree.parent[at]!;
    if (tree.kind[outer] === Kind.IfStatement && tree.field[at] === Field.Consequence)
      if (holdsAtEnd(end, childIn(tree, outer, Field.Condition), false)) return true;
    if (tree.kind[outer] !== Kind.ExpressionCase || tree.field[at] === Field.Value) continue;
    const tag = childIn(tree, tree.parent[outer]!, Field.Value);
    const value = tag === NO_NODE ? undefined : atEnd(end, tag, 0);
    const cases = childrenOf(tree, childIn(tree, outer, Field.Value)).map((one) => atEnd(end, one, 0));
    const isOther = (one: Value | undefined): boolean => {
      const same = value === undefined || one === undefined ? undefined : applied("==", value, one);
      return same?.kind === "boolean" && !same.value;
    };
    if (cases.every(isOther)) return true;
  }
  return false;
}

const EMPTY: Value = { kind: "text", bytes: new Uint8Array() };

/** Value of an expression once the input is used up; undefined when it is not known. */
function atEnd(end: End, node: NodeId, depth: number): Value | undefined {
  const { facts, fn } = end;
  const { tree } = fn.file.source;
  const plain = withoutParentheses(tree, node);
  if (plain === NO_NODE || depth > MAX_DEPTH) return undefined;
  const inner = (field: number): Value | undefined => atEnd(end, childIn(tree, plain, field), depth + 1);
  switch (tree.kind[plain]) {
    case Kind.Identifier:
      return variableAtEnd(end, plain, depth);
    case Kind.UnaryExpression: {
      const value = inner(Field.Operand);
      return value?.kind === "boolean" ? { kind: "boolean", value: !value.value } : undefined;
    }
    case Kind.BinaryExpression: {
      const [left, right] = [inner(Field.Left), inner(Field.Right)];
      const operator = tree.text
        .slice(tree.end[childIn(tree, plain, Field.Left)]!, tree.start[childIn(tree, plain, Field.Right)]!)
        .trim();
      return left === undefined || right === undefined ? undefined : applied(operator, left, right);
    }
    case Kind.CallExpression:
      return callAtEnd(end, plain, depth);
    case Kind.SelectorExpression:
      return fieldAtEnd(end, plain);
    default:
      return evaluate({ facts, file: fn.file, read: () => undefined }, plain);
  }
}

/** A field of a variable that each round declares without a value, and that only reads fill. */
function fieldAtEnd({ facts, fn, loop }: End, selector: NodeId): Value | undefined {
  const { tree } = fn.file.source;
  const operand = childIn(tree, selector, Field.Operand);
  const symbol =
    tree.kind[operand] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[operand]!] : undefined;
  const isOwn = symbol !== undefined && contains(tree, loop.statement, symbol.node) && startsAsZero(symbol);
  const isFilled = symbol?.uses.every((use) => {
    const access = accessAt(tree, use);
    return access === "read" || access === "address";
  });
  return isOwn && isFilled === true
    ? zeroOf(underlying(facts.index, facts.oracle.typeOf(fn.file, selector)))
    : undefined;
}

function variableAtEnd(end: End, node: NodeId, depth: number): Value | undefined {
  const { facts, fn, loop, known } = end;
  const symbol = facts.index.symbols[fn.file.symbolOf[node]!];
  if (symbol === undefined) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOfSymbol(symbol));
  if (known.has(symbol)) return type.kind === "unknown" ? EMPTY : zeroOf(type);
  const { tree } = fn.file.source;
  const isOwn = contains(tree, loop.statement, symbol.node) && facts.changesOf(symbol).length === 0;
  if (contains(tree, loop.statement, symbol.node) && startsAsZero(symbol) && isOnlyScanned(end, symbol))
    return symbol.uses.every((use) => accessAt(tree, use) !== "write") ? zeroOf(type) : undefined;
  const value = isOwn ? facts.oracle.soleValueOf(symbol) : undefined;
  if (value !== undefined) return atEnd(end, value, depth + 1);
  const [write, another] = within(facts.changesOf(symbol), loop.statement, tree.after[loop.statement]!);
  if (write !== undefined && another === undefined && facts.isPlainLocal(symbol)) {
    const assigned = assignedBy(fn.file, write);
    return assigned === undefined ? parsedAtEnd(end, write, depth) : atEnd(end, assigned, depth + 1);
  }
  return evaluate({ facts, file: fn.file, read: () => undefined }, node);
}

/** `n, _ = strconv.Atoi(text)`: zero for an empty text. */
function parsedAtEnd(end: End, write: NodeId, depth: number): Value | undefined {
  const { facts, fn } = end;
  const { tree } = fn.file.source;
  const statement = tree.parent[tree.parent[write]!]!;
  const right = childIn(tree, statement, Field.Right);
  const call = right === NO_NODE ? undefined : childrenOf(tree, right)[0];
  const callee = call === undefined ? undefined : facts.oracle.calleeOf(fn.file, call);
  if (
    callee?.kind !== "library" ||
    !/^strconv\.(Atoi|Parse(Int|Uint))$/.test(`${callee.path}.${callee.name}`)
  )
    return undefined;
  const [text] = argumentsOf(fn.file, call!);
  const value = text === undefined ? undefined : atEnd(end, text, depth + 1);
  const isEmpty = value?.kind === "text" && value.bytes.length === 0;
  return isEmpty ? { kind: "integer", value: 0n, shape: { bits: 64, signed: true } } : undefined;
}

function callAtEnd(end: End, call: NodeId, depth: number): Value | undefined {
  const { facts, fn } = end;
  const callee = facts.oracle.calleeOf(fn.file, call);
  const [first, second] = argumentsOf(fn.file, call);
  const value = first === undefined ? undefined : atEnd(end, first, depth + 1);
  const isEmpty = value?.kind === "text" && value.bytes.length === 0;
  if (callee.kind === "builtin" && callee.name === "len" && isEmpty)
    return { kind: "integer", value: 0n, shape: { bits: 64, signed: true } };
  if (callee.kind === "conversion") return value;
  if (callee.kind === "library" && /^bufio\.Scanner\.(Text|Bytes)$/.test(`${callee.path}.${callee.name}`))
    return EMPTY;
  if (callee.kind === "methods" && callee.name === "Text" && callee.candidates.length === 0) return EMPTY;
  if (callee.kind !== "library" || callee.path !== "strings" || !isEmpty) return undefined;
  if (KEEPS_EMPTY.test(callee.name)) return EMPTY;
  const other = second === undefined ? undefined : atEnd(end, second, depth + 1);
  if (!/^(HasPrefix|HasSuffix|Contains|EqualFold)$/.test(callee.name) || other?.kind !== "text")
    return undefined;
  return { kind: "boolean", value: other.bytes.length === 0 };
}
