import { contains } from "../../source/tree.ts";
import type { Loop } from "../flow/loops.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { Operation, SharedValue } from "../flow/shared-values.ts";
import { knownChannels, type LocalOperation, operationsOf } from "./channels.ts";
import { loopsAround } from "./run-counts.ts";

/** A loop over a channel that only closing it ends. */
export interface ChannelRange {
  readonly value: SharedValue;
  readonly operation: LocalOperation;
  readonly loop: Loop;
}

/** The loops over known channels that only closing the channel ends, and that do not get values for ever. */
export function channelRanges(facts: PackageFacts, values: readonly SharedValue[]): ChannelRange[] {
  return knownChannels(values).flatMap((value) => {
    if (!does(value, "send") || isFedForEver(facts, value)) return [];
    return operationsOf(value, "range").flatMap((operation) => {
      const loop = loopAround(facts, operation);
      return loop === undefined || hasOtherExit(loop) ? [] : [{ value, operation, loop }];
    });
  });
}

/** Whether anything in the package does that to a channel. */
export function does(value: SharedValue, wanted: Operation["kind"]): boolean {
  return value.operations.some(({ kind }) => kind === wanted);
}

/** A sender that never stops keeps the loop busy as long as the program lives. */
function isFedForEver(facts: PackageFacts, value: SharedValue): boolean {
  return operationsOf(value, "send").some(({ fn, node }) =>
    loopsAround(facts, fn, node).some(({ exits }) => exits.length === 0),
  );
}

function loopAround(facts: PackageFacts, { fn, node }: LocalOperation): Loop | undefined {
  const { tree } = fn.file.source;
  return facts
    .loopsOf(fn)
    .find(
      ({ statement }) => statement >= 0 && contains(tree, statement, node) && tree.parent[node] === statement,
    );
}

/** Whether something but the end of the range leaves the loop. */
function hasOtherExit({ header, exits }: Loop): boolean {
  return exits.some(({ from }) => from !== header);
}
