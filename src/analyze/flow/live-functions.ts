import { targetsOf } from "./call-graph.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { GoFunction } from "./symbols.ts";
import { isUsedAsValue, methodValueNames } from "./value-uses.ts";

/**
 * Methods that the library calls through its interfaces (fmt, io, sort, net/http, encoding, errors, flag, context,
 * container/heap, sync): nobody in the package needs to mention them.
 */
const CALLED_BY_LIBRARY =
  /^(String|GoString|Error|Format|Scan|Is|As|Unwrap|Read|Write|Close|Seek|ReadFrom|WriteTo|ReadByte|WriteByte|ReadRune|Len|Less|Swap|Push|Pop|ServeHTTP|RoundTrip|Marshal\w+|Unmarshal\w+|GobEncode|GobDecode|Set|Get|Deadline|Done|Err|Value|Lock|Unlock|Accept|Addr|Handle|Enabled|WithAttrs|WithGroup)$/;

const known = new WeakMap<PackageFacts, (fn: GoFunction) => boolean>();

/**
 * Whether a function of a program may ever run. In a library every function may, and so in a program of which main is
 * not there. A literal may run when the function around it may.
 */
export function isLive(facts: PackageFacts, fn: GoFunction): boolean {
  let found = known.get(facts);
  if (found === undefined) {
    const live = facts.index.name === "main" ? liveInProgram(facts) : undefined;
    found = (one) => live === undefined || live.has(one);
    known.set(facts, found);
  }
  return found(fn);
}

function liveInProgram(facts: PackageFacts): ReadonlySet<GoFunction> | undefined {
  const { index, graph } = facts;
  const main = index.functionByName.get("main");
  if (main === undefined || index.functions.some((fn) => fn.broken)) return undefined;
  const values = methodValueNames(facts);
  const roots = index.functions.filter((fn) => {
    if (fn === main || index.initializers.includes(fn)) return true;
    if (fn.kind === "literal") return fn.parent === undefined;
    if (fn.kind === "function") return isUsedAsValue(facts, fn) || index.topLevelCalls.length > 0;
    const name = fn.name.slice(fn.name.lastIndexOf(".") + 1);
    return values.has(name) || CALLED_BY_LIBRARY.test(name) || index.topLevelCalls.length > 0;
  });
  const live = new Set(roots);
  for (const fn of live) {
    for (const literal of fn.literals) live.add(literal);
    for (const call of graph.calls[fn.id]!) for (const target of targetsOf(call)) live.add(target);
  }
  return live;
}
