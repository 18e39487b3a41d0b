import { contains, NO_NODE } from "../../source/tree.ts";
import { constantAt } from "../flow/constants.ts";
import { Effect } from "../flow/effect.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { capacityOf, type SharedValue } from "../flow/shared-values.ts";
import { type LocalOperation, operationsOf, partnersOf } from "./channels.ts";
import { runsEachTime } from "./growth.ts";
import { loopsAround, tripCount } from "./run-counts.ts";
import { isPreceded } from "./wait-groups.ts";
import { effectsOfLoop } from "./ways-out.ts";

/** What the send itself may do: it panics only when somebody closes the channel. */
const SEND_EFFECTS = Effect.Blocks | Effect.Panics;

/** The one constant capacity that the channel is made with; undefined when it is not known. */
export function bufferOf(facts: PackageFacts, value: SharedValue): number | undefined {
  const sizes = new Set(
    value.creations.map((creation) => {
      const capacity = capacityOf(creation);
      if (capacity === NO_NODE) return 0;
      const size =
        capacity === undefined ? undefined : constantAt(facts.fixed, creation.file, capacity)?.value;
      return typeof size === "bigint" ? Number(size) : undefined;
    }),
  );
  const [only] = sizes;
  return sizes.size === 1 ? only : undefined;
}

/** Whether a send surely finds the buffer full: as many sends come before it, and nothing is received before. */
export function overfills(facts: PackageFacts, value: SharedValue, operation: LocalOperation): boolean {
  const { fn, node, kind } = operation;
  const size = bufferOf(facts, value);
  const isOnce = value.creations.every(
    (one) => one.fn === fn && loopsAround(facts, fn, one.node).length === 0,
  );
  if (kind !== "send" || size === undefined || !isOnce) return false;
  const partners = partnersOf(value, operation);
  const { tree } = fn.file.source;
  const isTaken = partners.some((one) => one.fn === fn && !isPreceded(facts, fn, one.node, [node]));
  if (isTaken || partners.some((one) => one.fn !== fn)) return false;
  const before = operationsOf(value, "send").filter(
    (one) =>
      one !== operation && one.fn === fn && one.clause === NO_NODE && isPreceded(facts, fn, node, [one.node]),
  );
  const [loop] = loopsAround(facts, fn, node);
  if (loop === undefined) return before.length >= size;
  const rounds = loopsAround(facts, fn, node).length === 1 ? (tripCount(facts, fn, loop) ?? 0) : 0;
  const ends = Effect.Exits | Effect.Raises | Effect.Unknown | Effect.Panics;
  const isSteady =
    loop.exits.every(({ from }) => from === loop.header) &&
    runsEachTime(fn, loop, node) &&
    (effectsOfLoop(facts, fn, loop) & ~SEND_EFFECTS & ends) === 0;
  const receives = partners.some((one) => contains(tree, loop.statement, one.node));
  return isSteady && !receives && before.length + rounds > size;
}
