import {
  childIn,
  childrenOf,
  NO_NODE,
  type NodeId,
  onlyChild,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { targetsOf } from "../flow/call-graph.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import type { Course } from "./counters.ts";
import { footprintAt, isOpaqueAt, touches } from "./footprints.ts";
import { argumentsOf } from "./lengths.ts";
import { signOf } from "./signs.ts";
import { type Storage, storageAt, VOLATILE } from "./storage.ts";
import { floatBits } from "./values.ts";

/** A place that a loop waits for to rise or fall, and that everything in the loop moves the other way. */
export interface Drift {
  /** As the source has it. */
  readonly place: string;
  readonly falls: boolean;
  /** What moves it. */
  readonly moves: readonly { readonly fn: GoFunction; readonly node: NodeId }[];
}

const MAX_FUNCTIONS = 40;

/** The drift of a loop that only `condition` leaves; undefined when there is none. */
export function driftOf(course: Course, condition: NodeId): Drift | undefined {
  const { tree } = course.fn.file.source;
  const node = withoutParentheses(tree, condition);
  if (tree.kind[node] === Kind.CallExpression) return timeDrift(course, node);
  const operator = tree.kind[node] === Kind.BinaryExpression ? operatorOf(tree, node) : "";
  if (!/^[<>]=?$/.test(operator)) return undefined;
  const left = childIn(tree, node, Field.Left);
  const right = childIn(tree, node, Field.Right);
  const rises = operator.startsWith("<");
  return (
    drifting(course, { place: left, bound: right, rises }) ??
    drifting(course, { place: right, bound: left, rises: !rises })
  );
}

interface Wait {
  readonly place: NodeId;
  readonly bound: NodeId;
  /** Whether the loop ends once the place has risen. */
  readonly rises: boolean;
}

function drifting(course: Course, { place, bound, rises }: Wait): Drift | undefined {
  const { facts, fn, loop, flow } = course;
  const { tree } = fn.file.source;
  const plain = withoutParentheses(tree, place);
  const isPlace = tree.kind[plain] === Kind.Identifier || tree.kind[plain] === Kind.SelectorExpression;
  const storage = isPlace ? storageAt(facts, fn.file, plain) : undefined;
  if (storage === undefined || !/^(variable|field) /.test(storage)) return undefined;
  const type = underlying(facts.index, facts.oracle.typeOf(fn.file, plain));
  const shape = shapeOfType(type);
  // Small and unsigned numbers wrap round soon, and some loops mean that.
  if (shape === undefined ? floatBits(type) === undefined : !shape.signed || shape.bits < 32)
    return undefined;
  const steps = [...loop.members].flatMap((block) => flow.blocks[block]!.steps);
  if (steps.some((step) => isOpaqueAt(course, step))) return undefined;
  const limit = footprintAt(course, bound);
  if (limit.isOpaque || limit.reads.has(storage)) return undefined;
  for (const step of steps) {
    const { isOpaque, writes } = footprintAt(course, step);
    const others = new Set([...writes].filter((one) => one !== storage));
    if (isOpaque || touches(facts, writes, limit.reads) || touches(facts, others, new Set([storage])))
      return undefined;
  }
  const moves = movesOf(course, storage, steps);
  if (moves === undefined || moves.length === 0 || moves.some(({ up }) => up === rises)) return undefined;
  return { place: textOf(tree, plain), falls: rises, moves };
}

interface Move {
  readonly fn: GoFunction;
  readonly node: NodeId;
  readonly up: boolean;
}

/** Everything that writes a storage in some steps and what they call; undefined when a direction is not known. */
function movesOf(course: Course, storage: Storage, steps: readonly NodeId[]): readonly Move[] | undefined {
  const { facts, fn } = course;
  const { tree } = fn.file.source;
  const called = new Set<GoFunction>();
  for (const call of facts.graph.calls[fn.id]!)
    if (steps.some((step) => call.node >= step && call.node < tree.after[step]!))
      for (const target of targetsOf(call)) called.add(target);
  for (const one of called)
    for (const call of facts.graph.calls[one.id]!) for (const target of targetsOf(call)) called.add(target);
  if (called.size > MAX_FUNCTIONS) return undefined;
  const regions = [
    ...steps.map((node) => ({ fn, node })),
    ...[...called].map((one) => ({ fn: one, node: one.body })),
  ].filter(({ node }) => node !== NO_NODE);
  const moves: Move[] = [];
  for (const region of regions) {
    const found = movesIn(course, storage, region.fn, region.node);
    if (found === undefined) return undefined;
    moves.push(...found);
  }
  return moves;
}

function movesIn(
  { facts }: Course,
  storage: Storage,
  fn: GoFunction,
  region: NodeId,
): readonly Move[] | undefined {
  const { tree } = fn.file.source;
  const moves: Move[] = [];
  facts.work.charge(tree.after[region]! - region);
  for (let node = region; node < tree.after[region]!; node++) {
    const kind = tree.kind[node];
    const isStep = kind === Kind.IncStatement || kind === Kind.DecStatement;
    if (!isStep && kind !== Kind.AssignmentStatement && kind !== Kind.ShortVarDeclaration) continue;
    const targets = isStep ? [onlyChild(tree, node)] : childrenOf(tree, childIn(tree, node, Field.Left));
    if (!targets.some((target) => storageAt(facts, fn.file, target) === storage)) continue;
    const up = isStep ? kind === Kind.IncStatement : direction(facts, fn, node, targets);
    if (up === undefined) return undefined;
    moves.push({ fn, node, up });
  }
  return moves;
}

/** Whether `x += e`, `x = x + e` and the like go up; undefined when the sign of e is not known. */
function direction(
  facts: Course["facts"],
  { file }: GoFunction,
  statement: NodeId,
  targets: readonly NodeId[],
): boolean | undefined {
  const { tree } = file.source;
  const values = childrenOf(tree, childIn(tree, statement, Field.Right));
  if (tree.kind[statement] !== Kind.AssignmentStatement || targets.length !== 1 || values.length !== 1)
    return undefined;
  const operator = operatorOf(tree, statement);
  const value = withoutParentheses(tree, values[0]!);
  const moved = (amount: NodeId, adds: boolean): boolean | undefined => {
    const sign = signOf(facts, file, amount);
    return sign === undefined || sign === 0 ? undefined : sign > 0 === adds;
  };
  if (operator === "+=" || operator === "-=") return moved(value, operator === "+=");
  if (operator !== "=" || tree.kind[value] !== Kind.BinaryExpression) return undefined;
  const sign = operatorOf(tree, value);
  const isOwn = textOf(tree, childIn(tree, value, Field.Left)) === textOf(tree, targets[0]!);
  return isOwn && (sign === "+" || sign === "-")
    ? moved(childIn(tree, value, Field.Right), sign === "+")
    : undefined;
}

/** `t.Before(end)` with `t = t.Add(-day)`, `t.After(start)` with `t = t.AddDate(0, 0, 1)`. */
function timeDrift(course: Course, call: NodeId): Drift | undefined {
  const { facts, fn, loop, flow } = course;
  const { tree } = fn.file.source;
  const callee = facts.oracle.calleeOf(fn.file, call);
  const name = callee.kind === "library" && callee.path === "time" ? callee.name : "";
  if (name !== "Time.Before" && name !== "Time.After") return undefined;
  const place = childIn(tree, childIn(tree, call, Field.Function), Field.Operand);
  const storage = storageAt(facts, fn.file, place);
  const reads = new Set([...footprintAt(course, call).reads].filter((one) => one !== storage));
  if (storage === undefined || storage === VOLATILE || tree.kind[place] !== Kind.Identifier) return undefined;
  const steps = [...loop.members].flatMap((block) => flow.blocks[block]!.steps);
  const moves: Move[] = [];
  for (const step of steps) {
    const { isOpaque, writes } = footprintAt(course, step);
    if (isOpaque || touches(facts, writes, reads)) return undefined;
    if (!writes.has(storage)) continue;
    const up = timeDirection(course, step, textOf(tree, place));
    if (up === undefined) return undefined;
    moves.push({ fn, node: step, up });
  }
  const rises = name === "Time.Before";
  if (moves.length === 0 || moves.some(({ up }) => up === rises)) return undefined;
  return { place: textOf(tree, place), falls: rises, moves };
}

function timeDirection({ facts, fn }: Course, step: NodeId, name: string): boolean | undefined {
  const { tree } = fn.file.source;
  if (tree.kind[step] !== Kind.AssignmentStatement || operatorOf(tree, step) !== "=") return undefined;
  const value = onlyChild(tree, childIn(tree, step, Field.Right));
  if (tree.kind[value] !== Kind.CallExpression) return undefined;
  const callee = facts.oracle.calleeOf(fn.file, value);
  const isOwn = textOf(tree, childIn(tree, childIn(tree, value, Field.Function), Field.Operand)) === name;
  if (callee.kind !== "library" || !isOwn || !/^Time\.Add(Date)?$/.test(callee.name)) return undefined;
  const signs = new Set(argumentsOf(fn.file, value).map((argument) => signOf(facts, fn.file, argument)));
  signs.delete(0);
  const [only, another] = signs;
  return only === undefined || another !== undefined || signs.has(undefined) ? undefined : only > 0;
}
