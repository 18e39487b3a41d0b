import {
  childIn,
  childrenIn,
  childrenOf,
  firstChild,
  NO_NODE,
  type NodeId,
  operatorOf,
} from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { eachNodeOfStep } from "../flow/steps.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";

/** What a step puts into one variable. */
export interface Assignment {
  readonly target: GoSymbol;
  /** Expression on the right, NO_NODE when there is none of its own (`++`, tuples, `var x int`). */
  readonly value: NodeId;
  /** `=` for plain assignment and declarations, `+` for `++` and `+=`, "zero" for `var x int`, "" when not known. */
  readonly operator: string;
}

/** The variables that a step assigns, in order. What it writes through pointers, indices and fields is not among them. */
export function assignmentsOf(facts: PackageFacts, fn: GoFunction, step: NodeId): readonly Assignment[] {
  const { tree } = fn.file.source;
  switch (tree.kind[step]) {
    case Kind.IncStatement:
      return toTargets(facts, fn, [firstChild(tree, step)], [], "+");
    case Kind.DecStatement:
      return toTargets(facts, fn, [firstChild(tree, step)], [], "-");
    case Kind.AssignmentStatement: {
      const operator = operatorOf(tree, step);
      return toTargets(
        facts,
        fn,
        listOf(fn, step, Field.Left),
        listOf(fn, step, Field.Right),
        operator.slice(0, -1) || "=",
      );
    }
    case Kind.ShortVarDeclaration:
      return toTargets(facts, fn, listOf(fn, step, Field.Left), listOf(fn, step, Field.Right), "=");
    case Kind.VarSpec: {
      const values = childIn(tree, step, Field.Value);
      const names = childrenIn(tree, step, Field.Name);
      return toTargets(
        facts,
        fn,
        names,
        values === NO_NODE ? [] : childrenOf(tree, values),
        values === NO_NODE ? "zero" : "=",
      );
    }
    case Kind.RangeClause:
    case Kind.ReceiveStatement:
      return toTargets(facts, fn, listOf(fn, step, Field.Left), [], "");
    default:
      return [];
  }
}

function listOf(fn: GoFunction, step: NodeId, field: number): readonly NodeId[] {
  const { tree } = fn.file.source;
  const list = childIn(tree, step, field);
  return list === NO_NODE ? [] : childrenOf(tree, list);
}

function toTargets(
  facts: PackageFacts,
  fn: GoFunction,
  names: readonly NodeId[],
  values: readonly NodeId[],
  operator: string,
): Assignment[] {
  const { tree } = fn.file.source;
  const isStep = values.length === 0 && (operator === "+" || operator === "-");
  return names.flatMap((name, at) => {
    const target =
      tree.kind[name] === Kind.Identifier ? facts.index.symbols[fn.file.symbolOf[name]!] : undefined;
    if (target === undefined) return [];
    const isKnown = isStep || operator === "zero" || values.length === names.length;
    return {
      target,
      value: values.length === names.length ? values[at]! : NO_NODE,
      operator: isKnown ? operator : "",
    };
  });
}

/** Variables and parameters mentioned in a step, outside function literals. */
export function mentionedIn(facts: PackageFacts, fn: GoFunction, node: NodeId): GoSymbol[] {
  const { tree } = fn.file.source;
  const found: GoSymbol[] = [];
  if (node === NO_NODE) return found;
  for (let at = node; at < tree.after[node]!; at++) {
    if (tree.kind[at] === Kind.FuncLiteral) at = tree.after[at]! - 1;
    else if (tree.kind[at] === Kind.Identifier) {
      const symbol = facts.index.symbols[fn.file.symbolOf[at]!];
      if (symbol?.kind === "variable" || symbol?.kind === "parameter") found.push(symbol);
    }
  }
  return found;
}

/** The expressions of a step that may panic by themselves and whose value can be worked out: indices, quotients, shifts. */
export function delicateParts(fn: GoFunction, step: NodeId): NodeId[] {
  const { tree } = fn.file.source;
  const found: NodeId[] = [];
  eachNodeOfStep(tree, step, (node, kind) => {
    const isDelicate =
      kind === Kind.IndexExpression ||
      (kind === Kind.BinaryExpression && /^(\/|%|<<|>>)$/.test(operatorOf(tree, node)));
    if (isDelicate) found.push(node);
    return false;
  });
  return found;
}
