/**
 * All that others use of the interpreter. It is as large as the rest of the analysis, and only programs can be run: it is
 * imported when a package is one, and reaches the rules as `RuleContext.runnable`.
 */
export { divergenceOf } from "./divergence-found.ts";
export { withLibrary } from "./go-library/index.ts";
export { hasGoroutines, orders, rehearse } from "./goroutines/rehearse.ts";

export type Interpreter = typeof import("./interpreter.ts");
