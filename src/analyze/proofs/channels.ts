import { childIn, childrenOf, NO_NODE, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { constantAt } from "../flow/constants.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import { capacityOf, type Operation, type SharedValue } from "../flow/shared-values.ts";
import type { GoFunction } from "../flow/symbols.ts";

/** An operation inside a function: those in initial values of package variables are left out. */
export type LocalOperation = Operation & { readonly fn: GoFunction };

/** Each operation is compared with each other one along the paths; a channel used more often is left alone. */
export const MAX_OPERATIONS = 100;

/** The channels of which every use is known, and that are surely made somewhere. */
export function knownChannels(values: readonly SharedValue[]): readonly SharedValue[] {
  return values.filter(
    (one) =>
      one.kind === "channel" &&
      !one.escapes &&
      one.creations.length > 0 &&
      one.operations.length <= MAX_OPERATIONS,
  );
}

/** Whether every `make` of the channel gives it no buffer. */
export function isUnbuffered(facts: PackageFacts, value: SharedValue): boolean {
  return value.creations.every((creation) => {
    const capacity = capacityOf(creation);
    if (capacity === undefined) return false;
    return capacity === NO_NODE || constantAt(facts.fixed, creation.file, capacity)?.value === 0n;
  });
}

/** Operations of some kinds inside functions. */
export function operationsOf(
  value: SharedValue,
  ...kinds: readonly Operation["kind"][]
): readonly LocalOperation[] {
  return value.operations.filter(
    (one): one is LocalOperation => kinds.includes(one.kind) && one.fn !== undefined,
  );
}

/** Whether the operation waits until its partner comes: it is in no select, or alone in one. */
export function mustWait({ file, clause }: Operation): boolean {
  if (clause === NO_NODE) return true;
  const { tree } = file.source;
  const clauses = childrenOf(tree, tree.parent[clause]!).filter(
    (child) => tree.kind[child] === Kind.CommunicationCase || tree.kind[child] === Kind.DefaultCase,
  );
  return clauses.length === 1;
}

/** What could let a waiting operation go on. */
export function partnersOf(value: SharedValue, operation: Operation): readonly Operation[] {
  const kinds =
    operation.kind === "send"
      ? ["receive", "range"]
      : operation.kind === "range"
        ? ["send", "close"]
        : ["send", "close"];
  return value.operations.filter((one) => kinds.includes(one.kind));
}

/** The channel of an operation as the source has it. */
export function channelText({ kind, file, node }: Operation): string {
  const { tree } = file.source;
  if (kind === "send") return textOf(tree, childIn(tree, node, Field.Channel));
  if (kind === "range") return textOf(tree, childIn(tree, node, Field.Right));
  if (kind === "receive") return textOf(tree, childIn(tree, node, Field.Operand));
  return textOf(tree, node);
}

/** "sending to ch", "receiving from ch", "ranging over ch". */
export function waitText(operation: Operation): string {
  const words = { send: "sending to", receive: "receiving from", range: "ranging over" } as const;
  const { kind } = operation;
  const verb = kind === "send" || kind === "range" ? words[kind] : words.receive;
  return `${verb} ${channelText(operation)}`;
}
