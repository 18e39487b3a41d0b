import { type Rule, spanOf } from "../rule.ts";
import { pathOfSelfCall } from "./execution-path.ts";
import { judgedRecursion, methodsPrintedForEver } from "./recursion-finding.ts";

/** String, Error, GoString and Format methods that print their own receiver. */
export const selfPrintingMethod: Rule = {
  id: "self-printing-method",
  hazard: "unbounded-recursion",
  severity: "error",
  cwe: ["CWE-674"],
  help: "print the fields, or convert the receiver to a type without the method: type plain T; fmt.Sprint(plain(t))",
  docs: {
    what: "A String, Error, GoString or Format method that hands its receiver to a printing function of package fmt.",
    why: "To print the receiver, fmt calls the method again, and so on until the stack is exhausted. %d, %p and %T do not call it.",
    bad: 'func (p point) String() string {\n\treturn fmt.Sprintf("point %v", p)\n}',
    good: 'func (p point) String() string {\n\treturn fmt.Sprintf("point %v %v", p.x, p.y)\n}',
  },
  check(context, report) {
    const { facts, verdicts } = context;
    const always = methodsPrintedForEver(verdicts);
    for (const fn of facts.index.functions) {
      if (fn.kind !== "method") continue;
      for (const call of facts.graph.calls[fn.id]!) {
        if (call.mode !== "call" || !call.formats.includes(fn)) continue;
        if (call.callee.kind !== "library" || call.callee.path !== "fmt") continue;
        const name = `fmt.${call.callee.name}`;
        const proof = `to print its receiver, ${name} calls ${fn.name}, which gets here on every path`;
        report({
          at: spanOf(fn.file.source, call.node),
          ...(always.has(fn) ? judgedRecursion(context, fn, proof) : { severity: "warning" }),
          message: `${name} calls ${fn.name} to print its own receiver`,
          path: pathOfSelfCall(fn, call.node, `${name} calls ${fn.name} again`),
        });
      }
    }
  },
};
