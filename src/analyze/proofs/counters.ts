import {
  childIn,
  childrenOf,
  contains,
  firstChild,
  NO_NODE,
  type NodeId,
  operatorOf,
  textOf,
  withoutParentheses,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { ControlFlow } from "../flow/control-flow.ts";
import { shapeOfType } from "../flow/integers.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol, IndexedFile } from "../flow/symbols.ts";
import { type GoType, underlying } from "../flow/types.ts";
import { assignmentsOf } from "./assignments.ts";
import { type Storage, storageAt } from "./storage.ts";

/** A loop of a function that is looked at. */
export interface Course {
  readonly facts: PackageFacts;
  readonly fn: GoFunction;
  readonly flow: ControlFlow;
  readonly loop: Loop;
}

/** A number or truth value from outside a loop that assignments in the loop change: a variable, or `x.f` of one. */
export interface Counter {
  readonly key: string;
  readonly name: string;
  readonly type: GoType;
  readonly storage: Storage;
  /** Its value whenever the loop is entered, when that is known. */
  readonly start?: bigint;
}

/** What a step puts into a variable or a field of one. */
export interface Put {
  readonly key: string;
  readonly node: NodeId;
  /** NO_NODE when there is none of its own. */
  readonly value: NodeId;
  /** `=`, `+` and the like, "zero", or "" when the value is not known. */
  readonly operator: string;
}

/** The key of a variable, or of a field of the variable that holds or points to its struct; undefined for others. */
export function keyAt(fn: GoFunction, node: NodeId): string | undefined {
  const { tree } = fn.file.source;
  const plain = withoutParentheses(tree, node);
  if (plain === NO_NODE) return undefined;
  if (tree.kind[plain] === Kind.Identifier) return keyOfId(fn.file.symbolOf[plain]!);
  if (tree.kind[plain] !== Kind.SelectorExpression) return undefined;
  const operand = withoutParentheses(tree, childIn(tree, plain, Field.Operand));
  if (operand === NO_NODE || tree.kind[operand] !== Kind.Identifier || fn.file.symbolOf[operand]! < 0)
    return undefined;
  return `${fn.file.symbolOf[operand]}.${textOf(tree, childIn(tree, plain, Field.Field))}`;
}

/** The key of a variable by the id of its symbol. */
export function keyOfId(id: number): string {
  return `${id}`;
}

const known = new WeakMap<IndexedFile, Map<NodeId, readonly Put[]>>();

/** Everything that a step puts into variables and fields of variables; worked out once. */
export function putsOf(facts: PackageFacts, fn: GoFunction, step: NodeId): readonly Put[] {
  let ofFile = known.get(fn.file);
  if (ofFile === undefined) {
    ofFile = new Map();
    known.set(fn.file, ofFile);
  }
  let puts = ofFile.get(step);
  if (puts === undefined) {
    puts = findPuts(facts, fn, step);
    ofFile.set(step, puts);
  }
  return puts;
}

function findPuts(facts: PackageFacts, fn: GoFunction, step: NodeId): readonly Put[] {
  const { tree } = fn.file.source;
  const kind = tree.kind[step];
  const plain = assignmentsOf(facts, fn, step).map(
    ({ target, value, operator }): Put => ({ key: keyOfId(target.id), node: target.node, value, operator }),
  );
  const targets =
    kind === Kind.AssignmentStatement
      ? childrenOf(tree, childIn(tree, step, Field.Left))
      : kind === Kind.IncStatement || kind === Kind.DecStatement
        ? [firstChild(tree, step)]
        : [];
  const values = kind === Kind.AssignmentStatement ? childrenOf(tree, childIn(tree, step, Field.Right)) : [];
  const operator =
    kind === Kind.AssignmentStatement
      ? operatorOf(tree, step).slice(0, -1) || "="
      : kind === Kind.IncStatement
        ? "+"
        : "-";
  const fields = targets.flatMap((target, at): Put[] => {
    const key = tree.kind[target] === Kind.SelectorExpression ? keyAt(fn, target) : undefined;
    if (key === undefined) return [];
    const isOwn = values.length === targets.length;
    return [
      {
        key,
        node: target,
        value: isOwn ? values[at]! : NO_NODE,
        operator: isOwn || values.length === 0 ? operator : "",
      },
    ];
  });
  return fields.length === 0 ? plain : [...plain, ...fields];
}

/** The counters of a loop. */
export function countersOf({ facts, fn, flow, loop }: Course): readonly Counter[] {
  const found = new Map<string, Counter>();
  for (const block of loop.members) {
    for (const step of flow.blocks[block]!.steps) {
      for (const { key, node } of putsOf(facts, fn, step)) {
        const counter = found.has(key) ? undefined : counterAt(facts, fn, loop, key, node);
        if (counter !== undefined) found.set(key, counter);
      }
    }
  }
  return [...found.values()];
}

function counterAt(
  facts: PackageFacts,
  fn: GoFunction,
  loop: Loop,
  key: string,
  node: NodeId,
): Counter | undefined {
  const symbol = facts.index.symbols[Number.parseInt(key, 10)];
  if (symbol === undefined || symbol.owner !== fn || isWithinLoop(fn, loop, symbol)) return undefined;
  const isField = key.includes(".");
  if (!isField && !facts.isPlainLocal(symbol)) return undefined;
  const type = isField ? facts.oracle.typeOf(fn.file, node) : facts.oracle.typeOfSymbol(symbol);
  const behind = underlying(facts.index, type);
  const isBoolean = behind.kind === "basic" && behind.name === "bool";
  if (!isBoolean && shapeOfType(behind) === undefined) return undefined;
  const storage = isField ? storageAt(facts, fn.file, node) : `variable ${symbol.id}`;
  if (storage === undefined) return undefined;
  return { key, name: isField ? textOf(fn.file.source.tree, node) : symbol.name, type: behind, storage };
}

/** Whether each round of a loop makes the variable anew: it is declared in the body. */
export function isWithinLoop({ file }: GoFunction, loop: Loop, symbol: GoSymbol): boolean {
  const { tree } = file.source;
  if (loop.statement === NO_NODE || !contains(tree, loop.statement, symbol.node)) return false;
  if (tree.field[symbol.declaration] !== Field.Initializer) return true;
  return tree.parent[tree.parent[symbol.declaration]!] !== loop.statement;
}
