import { ValueType } from "../../wasm/module.ts";
import { Op } from "../../wasm/opcodes.ts";
import type { Rebuilt } from "../report.ts";
import { REBUILD_LOCALS, rebuildCode } from "./bucket-table.ts";
import { UNPACK_LOCALS, unpackCode } from "./unpack-code.ts";

/** Name of the start function that writes Go's tables. */
export const REBUILD_FUNCTION = "rebuild_findfunctab";

export type { Rebuilt };

/** Locals and instructions of the function that writes Go's tables into a memory that was just laid out. */
export function startBody({ address, buckets, records }: Rebuilt): number[] {
  return [
    ...[1, UNPACK_LOCALS + REBUILD_LOCALS, ValueType.i32],
    ...(records === undefined ? [] : unpackCode(records)),
    ...(address === undefined || buckets === undefined
      ? []
      : rebuildCode({ address, buckets }, UNPACK_LOCALS)),
    Op.end,
  ];
}
