import { childIn, childrenOf, contains, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { assignedBy } from "../flow/accesses.ts";
import { EXIT } from "../flow/control-flow.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import { findsPath, positionOf } from "../proofs/paths.ts";
import { type Rule, spanOf } from "../rule.ts";

const CREATORS = /^With(Cancel|CancelCause|Timeout|TimeoutCause|Deadline|DeadlineCause)$/;

/** Cancel functions of contexts that are thrown away. */
export const lostCancel: Rule = {
  id: "lost-cancel",
  hazard: "goroutine-leak",
  severity: "warning",
  cwe: ["CWE-772"],
  help: "defer cancel() right after the context is made, or keep the function and call it",
  docs: {
    what: "A cancel function of context.WithCancel, WithTimeout or WithDeadline that nothing ever calls, or that a path to a return leaves uncalled.",
    why: "What waits for the context waits until its parent is cancelled, perhaps for ever, and the context stays registered with its parent.",
    bad: "ctx, _ := context.WithCancel(parent)\ngo worker(ctx)",
    good: "ctx, cancel := context.WithCancel(parent)\ndefer cancel()\ngo worker(ctx)",
  },
  check({ facts }, report) {
    for (const fn of facts.index.functions) {
      for (const call of facts.graph.calls[fn.id]!) {
        const { callee } = call;
        if (callee.kind !== "library" || callee.path !== "context" || !CREATORS.test(callee.name)) continue;
        const reason = lossOf(facts, fn, call.node);
        if (reason === undefined) continue;
        report({
          at: spanOf(fn.file.source, call.node),
          severity: "warning",
          message: `the cancel function of context.${callee.name} is ${reason}`,
        });
      }
    }
  },
};

/** What becomes of the cancel function that a call of package context gives, when that is nothing good. */
export function lossOf(facts: PackageFacts, fn: GoFunction, call: NodeId): string | undefined {
  const { tree } = fn.file.source;
  const list = tree.parent[call]!;
  const statement = tree.parent[list]!;
  if (tree.kind[list] !== Kind.ExpressionList || childrenOf(tree, list).length !== 1) return undefined;
  const names = namesOf(fn, statement);
  const name = names[1];
  if (names.length !== 2 || name === undefined) return undefined;
  if (textOf(tree, name) === "_") return "thrown away";
  if (tree.kind[name] === Kind.SelectorExpression)
    return isDeadField(facts, fn, name) ? "stored, but never called" : undefined;
  const symbol = facts.index.symbols[fn.file.symbolOf[name]!];
  return symbol?.owner === undefined ? undefined : lossOfVariable(facts, fn, symbol, statement);
}

function namesOf({ file }: GoFunction, statement: NodeId): NodeId[] {
  const { tree } = file.source;
  const left = childIn(tree, statement, Field.Left);
  if (left !== NO_NODE) return childrenOf(tree, left);
  return childrenOf(tree, statement).filter((child) => tree.field[child] === Field.Name);
}

function lossOfVariable(
  facts: PackageFacts,
  fn: GoFunction,
  symbol: GoSymbol,
  statement: NodeId,
): string | undefined {
  const { tree } = fn.file.source;
  const isResult = tree.kind[symbol.declaration] === Kind.ParameterDeclaration;
  if (isResult) return undefined;
  const real = symbol.uses.filter((use) => !contains(tree, statement, use) && !isBlankUse(fn, use));
  const reads = real.filter((use) => tree.field[tree.parent[use]!] !== Field.Left);
  if (reads.length === 0) return "never called";
  const fields = reads.map((use) => fieldAssigned(fn, use));
  if (fields.every((field) => field !== undefined && isDeadField(facts, fn, field)))
    return "stored, but never called";
  const flow = facts.flowOf(fn);
  const from = flow === undefined ? undefined : positionOf(flow, statement);
  if (from === undefined || symbol.owner !== fn || fn.broken) return undefined;
  const isUncalled = findsPath(facts, fn, {
    from: { block: from.block, step: from.step + 1 },
    atStep: (step) => (real.some((use) => contains(tree, step, use)) ? "stop" : "go-on"),
    atEnd: (block) => (block === EXIT ? "found" : "go-on"),
    entersLoops: true,
  });
  if (isUncalled) return "not called on every path to a return";
  const own = flow!.blocks[from.block]!.steps[from.step]!;
  const isLost =
    tree.kind[statement] === Kind.AssignmentStatement &&
    findsPath(facts, fn, {
      from: { block: from.block, step: from.step + 1 },
      atStep: (step) =>
        step === own ? "found" : real.some((use) => contains(tree, step, use)) ? "stop" : "go-on",
      atEnd: () => "go-on",
      entersLoops: true,
    });
  return isLost ? "overwritten by the next one before anything calls it" : undefined;
}

/** `_ = cancel` only keeps the compiler quiet. */
function isBlankUse(fn: GoFunction, use: NodeId): boolean {
  const { tree } = fn.file.source;
  const statement = tree.parent[tree.parent[use]!]!;
  if (tree.kind[statement] !== Kind.AssignmentStatement || tree.field[tree.parent[use]!] !== Field.Right)
    return false;
  return textOf(tree, childIn(tree, statement, Field.Left)) === "_";
}

/** `x.field` that the use is assigned to. */
function fieldAssigned({ file }: GoFunction, use: NodeId): NodeId | undefined {
  const { tree } = file.source;
  const list = tree.parent[use]!;
  const statement = tree.parent[list]!;
  if (tree.kind[statement] !== Kind.AssignmentStatement || tree.field[list] !== Field.Right) return undefined;
  const targets = childrenOf(tree, childIn(tree, statement, Field.Left));
  const target = targets[childrenOf(tree, list).indexOf(use)];
  const isAssigned = target !== undefined && assignedBy(file, target) === use;
  return isAssigned && tree.kind[target] === Kind.SelectorExpression ? target : undefined;
}

/** Whether nothing of the package ever reads a field of this name, and nobody else can. */
function isDeadField(facts: PackageFacts, fn: GoFunction, selector: NodeId): boolean {
  const name = textOf(fn.file.source.tree, childIn(fn.file.source.tree, selector, Field.Field));
  if (facts.index.name !== "main" && /^\p{Lu}/u.test(name)) return false;
  return facts.index.files.every(({ source: { tree } }) => {
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== Kind.FieldIdentifier || textOf(tree, node) !== name) continue;
      const outer = tree.parent[node]!;
      if (tree.kind[outer] !== Kind.SelectorExpression) continue;
      if (tree.field[tree.parent[outer]!] !== Field.Left) return false;
    }
    return true;
  });
}
