import { assemble } from "./wat.ts";

/** The globals that Go's linker writes, SP first, at 64; and a memory. */
export const GO_GLOBALS = `
  (global (mut i32) i32.const 64) (global (mut i64) i64.const 0) (global (mut i64) i64.const 0)
  (global (mut i64) i64.const 0) (global (mut i64) i64.const 0) (global (mut i64) i64.const 0)
  (global (mut i64) i64.const 0) (global (mut i32) i32.const 0)
  (memory 1)`;

/** An empty custom section of this name tells a module of Go's. */
const BUILD_ID = [0, 11, 10, ...new TextEncoder().encode("go:buildid")];

/** Assembles fields into a module that passes for one that Go's compiler made. */
export async function asGo(fields: string): Promise<Uint8Array> {
  return Uint8Array.from([...(await assemble(fields)), ...BUILD_ID]);
}
