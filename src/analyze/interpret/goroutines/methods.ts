import type { LibraryMethod } from "../library/methods.ts";
import { ATOMIC_METHODS } from "./atomic.ts";
import { TIME_METHODS } from "./clock.ts";
import { CONTEXT_METHODS } from "./context.ts";
import { SYNC_METHODS } from "./sync.ts";

type Methods = Readonly<Record<string, LibraryMethod>>;

/** Methods of a type that only goroutines need; undefined when it is none. */
export function goroutineMethods(type: string): Methods | undefined {
  return SYNC_METHODS[type] ?? ATOMIC_METHODS[type] ?? TIME_METHODS[type] ?? CONTEXT_METHODS[type];
}

/** The methods of locks: those for a single goroutine, unless there are several. */
export function withGoroutines(single: Methods): Methods {
  const several = SYNC_METHODS["sync.Mutex"]!;
  return Object.fromEntries(
    Object.entries(several).map(([name, method]): [string, LibraryMethod] => {
      const plain = single[name];
      if (plain === undefined) return [name, method];
      const run: LibraryMethod["native"]["run"] = (m, values) =>
        (m.goroutines === undefined ? plain : method).native.run(m, values);
      return [name, { ...method, native: { ...method.native, run } }];
    }),
  );
}
