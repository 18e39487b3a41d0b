import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";
import type { WasiFunctions, WasiHost } from "./host.ts";
import type { GuestMemory } from "./memory.ts";

const encoder = new TextEncoder();

/**
 * Arguments and environment. Specification: preview 1 `args_get`, `args_sizes_get`, `environ_get`, `environ_sizes_get`.
 * What the policy denies is an empty list, since Go's runtime does not start when these calls fail.
 */
export const argumentCalls: CallGroup = ({ host, memory }) => ({
  ...listCalls("args", memory, isDenied(host, "args") ? [] : host.args),
  ...listCalls("environ", memory, isDenied(host, "environ") ? [] : host.environment),
});

function isDenied({ rules }: WasiHost, list: "args" | "environ"): boolean {
  return rules.get(`${list}_get`)?.rule === "deny" || rules.get(`${list}_sizes_get`)?.rule === "deny";
}

function listCalls(list: "args" | "environ", memory: GuestMemory, texts: readonly string[]): WasiFunctions {
  const strings = texts.map((text) => encoder.encode(`${text}\0`));
  const totalBytes = strings.reduce((sum, string) => sum + string.length, 0);
  return {
    [`${list}_sizes_get`](countPointer: number, bytesPointer: number) {
      memory.range(bytesPointer, 4);
      memory.writeU32(countPointer, strings.length);
      memory.writeU32(bytesPointer, totalBytes);
      return Errno.SUCCESS;
    },
    [`${list}_get`](pointersPointer: number, bytesPointer: number) {
      const pointers = memory.range(pointersPointer, strings.length * 4);
      let at = memory.range(bytesPointer, totalBytes);
      for (const [index, string] of strings.entries()) {
        memory.writeU32(pointers + index * 4, at);
        memory.bytes(at, string.length).set(string);
        at += string.length;
      }
      return Errno.SUCCESS;
    },
  };
}
