import { NO_NODE, type NodeId } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { fieldType } from "../flow/fields.ts";
import { type LockCall, lockCallAt } from "../flow/lock-calls.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { type Rule, spanOf } from "../rule.ts";

/** Locks that came into a function by value. */
export const copiedLock: Rule = {
  id: "copied-lock",
  hazard: "deadlock",
  severity: "warning",
  cwe: ["CWE-667", "CWE-833"],
  help: "give the method a pointer receiver, or pass a pointer",
  docs: {
    what: "A mutex that is locked in a function which got it, or the struct around it, by value.",
    why: "The copy protects nothing. When the original was locked at the time of the copy, so is the copy, and nobody ever unlocks it: Lock waits for ever.",
    bad: "func (c counter) Get() int {\n\tc.mu.Lock() // of the copy\n\tdefer c.mu.Unlock()\n\treturn c.n\n}",
    good: "func (c *counter) Get() int {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\treturn c.n\n}",
  },
  check({ facts }, report) {
    for (const fn of facts.index.functions) {
      for (const node of fn.calls) {
        const call = lockCallAt(facts.oracle, fn.file, node);
        if (call?.action !== "lock" || !isOfCopy(facts, fn, call)) continue;
        const { root, path } = call.place;
        report({
          at: spanOf(fn.file.source, node),
          severity: "warning",
          message: `${root.name}${path} is a copy: ${root.name} came by value`,
          related: [{ at: spanOf(fn.file.source, declarationOf(fn, root.node)), message: "copied here" }],
        });
      }
    }
  },
};

/** Whether the lock is a parameter by value, or lies directly in one. */
function isOfCopy({ index, oracle }: PackageFacts, fn: GoFunction, { place }: LockCall): boolean {
  const { root, path } = place;
  if (root.kind !== "parameter" || root.owner !== fn) return false;
  let type = oracle.typeOfSymbol(root);
  for (const name of path.split(".").slice(1)) {
    if (type.kind !== "named") return false;
    type = fieldType(index, type, name);
  }
  return type.kind === "external" && type.path === "sync";
}

function declarationOf({ file }: GoFunction, name: NodeId): NodeId {
  const { tree } = file.source;
  const outer = tree.parent[name]!;
  return outer !== NO_NODE && tree.kind[outer] === Kind.ParameterDeclaration ? outer : name;
}
