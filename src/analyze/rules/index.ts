import type { Rule } from "../rule.ts";
import { abandonedSend } from "./abandoned-send.ts";
import { blockedForever } from "./blocked-forever.ts";
import { busyWait } from "./busy-wait.ts";
import { copiedLock } from "./copied-lock.ts";
import { crossedWaits } from "./crossed-waits.ts";
import { divergingRun } from "./diverging-run.ts";
import { doubleLock } from "./double-lock.ts";
import { endlessLoop } from "./endless-loop.ts";
import { floatCounter } from "./float-counter.ts";
import { forbiddenImport } from "./forbidden-import.ts";
import { growingBound } from "./growing-bound.ts";
import { growingLoop } from "./growing-loop.ts";
import { hugeAllocation } from "./huge-allocation.ts";
import { hugeType } from "./huge-type.ts";
import { ignoredLoopError } from "./ignored-loop-error.ts";
import { instantiationCycle } from "./instantiation-cycle.ts";
import { invariantCondition } from "./invariant-condition.ts";
import { lockHeldAtReturn } from "./lock-held-at-return.ts";
import { lockHeldWhileWaiting } from "./lock-held-while-waiting.ts";
import { lockOrder } from "./lock-order.ts";
import { lostCancel } from "./lost-cancel.ts";
import { mutualRecursion } from "./mutual-recursion.ts";
import { nestedOnce } from "./nested-once.ts";
import { noProgress } from "./no-progress.ts";
import { oneSidedChannel } from "./one-sided-channel.ts";
import { permitNotReturned } from "./permit-not-returned.ts";
import { rangeNeverClosed } from "./range-never-closed.ts";
import { selfMarshallingMethod } from "./self-marshalling-method.ts";
import { selfPrintingMethod } from "./self-printing-method.ts";
import { selfRecursion } from "./self-recursion.ts";
import { selfSend } from "./self-send.ts";
import { spawnBomb } from "./spawn-bomb.ts";
import { stuckLoop } from "./stuck-loop.ts";
import { stuckWhenRun } from "./stuck-when-run.ts";
import { tickerWithoutStop } from "./ticker-without-stop.ts";
import { unchangedArgumentRecursion } from "./unchanged-argument-recursion.ts";
import { unsignedAlwaysTrue } from "./unsigned-always-true.ts";
import { untrustedSize } from "./untrusted-size.ts";
import { waitBeforeReceive } from "./wait-before-receive.ts";
import { waitgroupNeverDone } from "./waitgroup-never-done.ts";
import { wrongDirection } from "./wrong-direction.ts";
import { wrongWayArgument } from "./wrong-way-argument.ts";

/** Every rule. A new one is a file beside this one and a line here. */
export const RULES: readonly Rule[] = [
  endlessLoop,
  invariantCondition,
  wrongDirection,
  noProgress,
  growingBound,
  stuckLoop,
  ignoredLoopError,
  floatCounter,
  unsignedAlwaysTrue,
  selfRecursion,
  mutualRecursion,
  unchangedArgumentRecursion,
  wrongWayArgument,
  selfPrintingMethod,
  selfMarshallingMethod,
  selfSend,
  oneSidedChannel,
  rangeNeverClosed,
  doubleLock,
  copiedLock,
  nestedOnce,
  lockHeldAtReturn,
  lockOrder,
  lockHeldWhileWaiting,
  waitgroupNeverDone,
  waitBeforeReceive,
  blockedForever,
  abandonedSend,
  permitNotReturned,
  lostCancel,
  tickerWithoutStop,
  hugeType,
  hugeAllocation,
  untrustedSize,
  instantiationCycle,
  spawnBomb,
  growingLoop,
  busyWait,
  crossedWaits,
  forbiddenImport,
  divergingRun,
  stuckWhenRun,
];
