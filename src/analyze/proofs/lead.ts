import { unquote } from "../../source/go-string.ts";
import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { type Assignment, assignmentsOf } from "./assignments.ts";
import { argumentsOf, names, offsetOf } from "./lengths.ts";
import { type Race, raceOf, textKind } from "./race.ts";

/** An integer that grows by less in each step does not overflow for centuries. */
const MAX_STEP = 1n << 16n;

/** What is known of a race at some point. undefined: nothing. */
export interface Lead {
  /** Least length (or value) of the bound. */
  readonly length: bigint | undefined;
  /** Least distance from the index (or limit) to the bound. */
  readonly ahead: bigint | undefined;
  /** Exact value of the index. */
  readonly index: bigint | undefined;
}

/** What holds on both ways to a point. */
export function leastOf(a: Lead, b: Lead): Lead {
  const least = (x: bigint | undefined, y: bigint | undefined): bigint | undefined =>
    x === undefined || y === undefined ? undefined : x < y ? x : y;
  return {
    length: least(a.length, b.length),
    ahead: least(a.ahead, b.ahead),
    index: a.index === b.index ? a.index : undefined,
  };
}

/** What holds after a step. */
export function afterStep(facts: PackageFacts, fn: GoFunction, race: Race, before: Lead, step: NodeId): Lead {
  let lead = before;
  const assignments = assignmentsOf(facts, fn, step);
  for (const one of assignments)
    if (one.target === race.bound) lead = settled(race, boundAfter(facts, fn, race, lead, one));
  for (const one of assignments) if (one.target === race.index) lead = indexAfter(facts, fn, lead, one);
  return lead;
}

/** The distance follows from the length, where the index is known. */
function settled(race: Race, lead: Lead): Lead {
  const index = race.index === undefined ? race.limit : lead.index;
  if (index === undefined || lead.length === undefined) return lead;
  const ahead = lead.length - index;
  return { ...lead, ahead: lead.ahead === undefined || lead.ahead < ahead ? ahead : lead.ahead };
}

function indexAfter(facts: PackageFacts, fn: GoFunction, lead: Lead, { value, operator }: Assignment): Lead {
  const constant =
    operator === "zero" ? 0n : value === NO_NODE ? 1n : constantAt(facts.fixed, fn.file, value)?.value;
  if (typeof constant !== "bigint" || operator === "") return { ...lead, ahead: undefined, index: undefined };
  if (operator === "=" || operator === "zero") {
    return {
      ...lead,
      index: constant,
      ahead: lead.length === undefined ? undefined : lead.length - constant,
    };
  }
  if (operator !== "+" && operator !== "-") return { ...lead, ahead: undefined, index: undefined };
  const step = operator === "+" ? constant : -constant;
  return { ...lead, ahead: plus(lead.ahead, -step), index: plus(lead.index, step) };
}

function boundAfter(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, one: Assignment): Lead {
  const { value, operator } = one;
  if (race.kind === "number") return numberAfter(facts, fn, lead, one);
  if (operator === "zero") return { ...lead, length: 0n, ahead: undefined };
  if (race.kind === "text" && operator === "+") return grown(lead, leastText(facts, fn, race, lead, value));
  return operator === "=" ? leadOfValue(facts, fn, race, lead, value) : unknownLength(lead);
}

function numberAfter(facts: PackageFacts, fn: GoFunction, lead: Lead, { value, operator }: Assignment): Lead {
  const constant =
    operator === "zero" ? 0n : value === NO_NODE ? 1n : constantAt(facts.fixed, fn.file, value)?.value;
  if (typeof constant !== "bigint") return { ...lead, length: undefined, ahead: undefined };
  if (operator === "=" || operator === "zero") return { ...lead, length: constant, ahead: undefined };
  const isSmall = constant < MAX_STEP && constant > -MAX_STEP;
  if (operator === "+" && isSmall) return grown(lead, constant);
  return operator === "-" && isSmall
    ? grown(lead, -constant)
    : { ...lead, length: undefined, ahead: undefined };
}

/** Length of an expression that is assigned to the bound. */
function leadOfValue(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, expression: NodeId): Lead {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, expression);
  if (node === NO_NODE) return unknownLength(lead);
  if (names(fn, node, race.bound.id)) return lead;
  switch (tree.kind[node]) {
    case Kind.CompositeLiteral:
      return { ...lead, ahead: undefined, length: elementsOf(facts, fn, node) };
    case Kind.InterpretedStringLiteral:
    case Kind.RawStringLiteral:
      return { ...lead, ahead: undefined, length: leastText(facts, fn, race, lead, node) };
    case Kind.SliceExpression:
      return sliced(facts, fn, race, lead, node);
    case Kind.BinaryExpression:
      return race.kind === "text" && operatorOf(tree, node) === "+"
        ? joined(facts, fn, race, lead, node)
        : unknownLength(lead);
    case Kind.CallExpression:
      return called(facts, fn, race, lead, node);
    default:
      return unknownLength(lead);
  }
}

function joined(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, node: NodeId): Lead {
  const { tree } = fn.file.source;
  const left = childIn(tree, node, Field.Left);
  const right = childIn(tree, node, Field.Right);
  if (names(fn, right, race.bound.id)) return grown(lead, leastText(facts, fn, race, lead, left));
  return grown(leadOfValue(facts, fn, race, lead, left), leastText(facts, fn, race, lead, right));
}

/** `append(x, a, b)` and `make([]T, n)`. */
function called(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, node: NodeId): Lead {
  const { tree } = fn.file.source;
  const callee = facts.oracle.calleeOf(fn.file, node);
  const [first, ...others] = argumentsOf(fn.file, node);
  if (callee.kind !== "builtin" || first === undefined) return unknownLength(lead);
  if (callee.name === "append") {
    const isSpread = others.some((other) => tree.kind[other] === Kind.VariadicArgument);
    return grown(leadOfValue(facts, fn, race, lead, first), isSpread ? 0n : BigInt(others.length));
  }
  const size =
    callee.name === "make" && others[0] !== undefined
      ? constantAt(facts.fixed, fn.file, others[0])?.value
      : undefined;
  return typeof size === "bigint" ? { ...lead, length: size, ahead: undefined } : unknownLength(lead);
}

/** `x[low:high]` of the bound itself: a slice that exists has the length that its ends say. */
function sliced(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, node: NodeId): Lead {
  const { tree } = fn.file.source;
  if (!names(fn, withoutParentheses(tree, childIn(tree, node, Field.Operand)), race.bound.id))
    return unknownLength(lead);
  const start = childIn(tree, node, Field.Start);
  const end = childIn(tree, node, Field.End);
  const low = start === NO_NODE ? 0n : offsetOf(facts, fn, race, start);
  const high = end === NO_NODE ? ({ from: "end", plus: 0n } as const) : offsetOf(facts, fn, race, end);
  const skipped = low === 0n ? 0n : low?.from === "zero" ? low.plus : undefined;
  if (skipped === undefined || high === undefined) return unknownLength(lead);
  if (high.from === "end") return grown(lead, high.plus - skipped);
  if (high.from === "zero") return { ...lead, length: high.plus - skipped, ahead: undefined };
  return { ...lead, length: 0n, ahead: high.plus - skipped };
}

/** Least number of elements of a slice literal. */
function elementsOf(facts: PackageFacts, fn: GoFunction, node: NodeId): bigint {
  const { tree } = fn.file.source;
  const body = childIn(tree, node, Field.Body);
  const isSlice = underlying(facts.index, facts.oracle.typeOf(fn.file, node)).kind === "slice";
  return isSlice && body !== NO_NODE ? BigInt(childrenOf(tree, body).length) : 0n;
}

/** Least length of a text that is added: of a literal, of the bound itself, of one rune. */
function leastText(facts: PackageFacts, fn: GoFunction, race: Race, lead: Lead, expression: NodeId): bigint {
  const { tree } = fn.file.source;
  const node = withoutParentheses(tree, expression);
  if (node === NO_NODE) return 0n;
  if (names(fn, node, race.bound.id)) return lead.length ?? 0n;
  const kind = tree.kind[node];
  if (kind === Kind.CallExpression) return isOneRune(facts, fn, node) ? 1n : 0n;
  if (kind !== Kind.InterpretedStringLiteral && kind !== Kind.RawStringLiteral) return 0n;
  return BigInt(unquote(textOf(tree, node))?.length ?? 0);
}

/** `string(r)` of a number: its rune, whatever it is. */
function isOneRune(facts: PackageFacts, fn: GoFunction, call: NodeId): boolean {
  if (facts.oracle.calleeOf(fn.file, call).kind !== "conversion") return false;
  const isText = textKind(underlying(facts.index, facts.oracle.typeOf(fn.file, call))) !== undefined;
  const [given] = argumentsOf(fn.file, call);
  return (
    isText &&
    given !== undefined &&
    shapeOfType(underlying(facts.index, facts.oracle.typeOf(fn.file, given))) !== undefined
  );
}

function unknownLength(lead: Lead): Lead {
  return { ...lead, length: 0n, ahead: undefined };
}

function grown(lead: Lead, by: bigint): Lead {
  return { ...lead, length: plus(lead.length, by), ahead: plus(lead.ahead, by) };
}

function plus(value: bigint | undefined, by: bigint): bigint | undefined {
  return value === undefined ? undefined : value + by;
}

/** What holds once a condition turned out true. */
export function afterCondition(
  facts: PackageFacts,
  fn: GoFunction,
  race: Race,
  before: Lead,
  condition: NodeId,
): Lead {
  const other = raceOf(facts, fn, condition);
  if (other?.bound !== race.bound || other.kind !== race.kind) return before;
  const atLeast = (known: bigint | undefined, least: bigint): bigint =>
    known === undefined || known < least ? least : known;
  if (other.index === undefined) {
    return settled(race, { ...before, length: atLeast(before.length, other.limit + 1n) });
  }
  const isStrict =
    operatorOf(fn.file.source.tree, withoutParentheses(fn.file.source.tree, condition)) !== "!=";
  return other.index === race.index && isStrict ? { ...before, ahead: atLeast(before.ahead, 1n) } : before;
}
