import { childIn, childrenOf, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import type { GoFunction, GoSymbol } from "../flow/symbols.ts";
import type { EndlessLoop } from "../proofs/endless.ts";
import { copiesOf } from "../proofs/shadows.ts";
import { type Draft, type Rule, type RuleContext, spanOf } from "../rule.ts";
import { judged, loopPlace, loopsBecause } from "./loop-finding.ts";

/** Loops whose condition is the same in every iteration. */
export const invariantCondition: Rule = {
  id: "invariant-condition",
  hazard: "invariant-condition",
  severity: "error",
  cwe: ["CWE-835"],
  help: "update a variable of the condition in the loop",
  docs: {
    what: "A loop whose condition nothing in the loop changes, so that once it is true it stays true.",
    why: "The usual causes: the update is missing, `:=` in the body declares a new variable of the same name, a function gets the variable by value and changes its copy, or the post statement steps the variable of another loop.",
    bad: "n := 0\nfor n < 10 {\n\tn, err := next(n) // a new n, which hides the one in the condition\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tuse(n)\n}",
    good: "n := 0\nvar err error\nfor n < 10 {\n\tif n, err = next(n); err != nil {\n\t\tpanic(err)\n\t}\n\tuse(n)\n}",
  },
  check(context, report) {
    for (const endless of loopsBecause(context, "invariant")) {
      const { fn, reason } = endless;
      const names = [...new Set(reason.variables.map((variable) => variable.name))].join(", ");
      const condition = textOf(fn.file.source.tree, reason.condition);
      report({
        at: loopPlace(endless),
        ...judged(context, endless, `${condition} is true at first, and the loop never assigns ${names}`),
        message: `the condition never changes: nothing in the loop assigns ${names}`,
        related: reasonsOf(context, endless, reason.variables, reason.shadows),
      });
    }
    for (const endless of loopsBecause(context, "kept")) {
      const { fn, reason } = endless;
      const { source } = fn.file;
      const condition = textOf(source.tree, reason.condition);
      const { name } = reason.kept.variable;
      report({
        at: loopPlace(endless),
        ...judged(
          context,
          endless,
          `${condition} is true at first, and for every value that the loop assigns to ${name}`,
        ),
        message: `${condition} stays true: it holds for every value that the loop assigns to ${name}`,
        related: reason.kept.values.map((node) => ({ at: spanOf(source, node), message: "assigned here" })),
      });
    }
  },
};

/** What the author probably took for the update. */
function reasonsOf(
  context: RuleContext,
  endless: EndlessLoop,
  variables: readonly GoSymbol[],
  shadows: readonly NodeId[],
): NonNullable<Draft["related"]> {
  const { fn, loop } = endless;
  const { source } = fn.file;
  const shadowed = shadows.map((node) => ({
    at: spanOf(source, node),
    message: `this declares a new ${textOf(source.tree, node)}, which hides the one in the condition`,
  }));
  const copied = copiesOf(context.facts, fn, loop, variables).map((node) => ({
    at: spanOf(source, node),
    message: "the function gets a copy and changes only that",
  }));
  const post = postStatement(fn, loop.statement);
  const stepped =
    post === NO_NODE ? [] : [{ at: spanOf(source, post), message: "this steps another variable" }];
  return [...shadowed, ...copied, ...stepped];
}

function postStatement(fn: GoFunction, statement: NodeId): NodeId {
  const { tree } = fn.file.source;
  const clause = childrenOf(tree, statement).find((child) => tree.kind[child] === Kind.ForClause);
  return clause === undefined ? NO_NODE : childIn(tree, clause, Field.Update);
}
