import { marshalledMethod } from "../flow/marshalling.ts";
import { type Rule, spanOf } from "../rule.ts";
import { pathOfSelfCall } from "./execution-path.ts";
import { judgedRecursion, methodsPrintedForEver } from "./recursion-finding.ts";

/** Methods that encode or decode their own receiver with the package that calls them for it. */
export const selfMarshallingMethod: Rule = {
  id: "self-marshalling-method",
  hazard: "unbounded-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "convert the receiver to a type without the method: type plain T; json.Marshal(plain(t))",
  docs: {
    what: "A MarshalJSON, MarshalText, UnmarshalJSON or similar method that hands its receiver to the encoding package again.",
    why: "To encode a value that has such a method, the package calls the method, which calls the package, and so on until the stack is exhausted.",
    bad: "func (t temperature) MarshalJSON() ([]byte, error) {\n\treturn json.Marshal(t)\n}",
    good: "func (t temperature) MarshalJSON() ([]byte, error) {\n\ttype plain temperature\n\treturn json.Marshal(plain(t))\n}",
  },
  check(context, report) {
    const { facts, verdicts } = context;
    const always = methodsPrintedForEver(verdicts);
    for (const fn of facts.index.functions) {
      if (fn.kind !== "method") continue;
      for (const call of facts.graph.calls[fn.id]!) {
        const marshalled =
          call.mode === "call" ? marshalledMethod(facts.oracle, fn.file, call.node, call.callee) : undefined;
        if (marshalled?.method !== fn) continue;
        const proof = `to encode its receiver, ${marshalled.by} calls ${fn.name}, which gets here on every path`;
        const isProved = marshalled.sure && always.has(fn);
        report({
          at: spanOf(fn.file.source, call.node),
          ...(isProved ? judgedRecursion(context, fn, proof) : { severity: "warning" }),
          message: `${marshalled.by} calls ${fn.name} for its own receiver`,
          path: pathOfSelfCall(fn, call.node, `${marshalled.by} calls ${fn.name} again`),
        });
      }
    }
  },
};
