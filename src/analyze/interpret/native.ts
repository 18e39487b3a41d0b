import type { RunType } from "./go-type.ts";
import type { Machine } from "./machine.ts";
import type { Value } from "./value.ts";

/**
 * A function of the standard library that is modelled exactly. It returns its result, or a list of them when it has
 * several; undefined after it stopped the machine or raised a panic.
 */
export interface NativeFunction {
  readonly name: string;
  readonly type: RunType;
  readonly run: (machine: Machine, values: readonly Value[]) => Value | readonly Value[] | undefined;
  /** Its arguments only go to the output. */
  readonly isSink?: boolean;
}
