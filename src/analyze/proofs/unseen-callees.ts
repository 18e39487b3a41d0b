import { Effect } from "../flow/effect.ts";
import { effectOfLibrary } from "../flow/library.ts";
import type { Callee } from "../flow/oracle.ts";

const MAY_END = Effect.Exits | Effect.Unknown;

/** Whether a goroutine that starts with what is no function of the package may end the program: not `go fmt.Println(x)`. */
export function mayExit(callee: Callee): boolean {
  if (callee.kind === "builtin") return callee.name === "panic";
  return callee.kind !== "library" || (effectOfLibrary(callee.path, callee.name) & MAY_END) !== 0;
}
