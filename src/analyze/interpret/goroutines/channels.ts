import { Foreign, type Value } from "../value.ts";
import type { RunPlace, Scheduler, Task } from "./scheduler.ts";

/** A channel of the guest. */
export class Channel extends Foreign {
  readonly isForeign = true;
  readonly buffer: Value[] = [];
  readonly senders: Waiter[] = [];
  readonly receivers: Waiter[] = [];
  isClosed = false;
  /** Whether the clock goes on sending on it; undefined for channels of the guest. */
  isFed: (() => boolean) | undefined;
  /** Where the context was made whose end it tells. */
  context: RunPlace | undefined;
  readonly capacity: number;
  constructor(capacity: number) {
    super();
    this.capacity = capacity;
  }

  /** What a goroutine finds there; undefined while the clock sends on it. */
  override parts(): readonly Value[] | undefined {
    if (this.isFed !== undefined) return undefined;
    const [senders, receivers] = [this.senders, this.receivers].map(
      (waiters) => waiters.filter(({ turn }) => !turn.isOver).length,
    );
    return [this.capacity, this.isClosed, senders!, receivers!, ...this.buffer];
  }
}

/** One case of a select, or an operation by itself. */
export interface Case {
  readonly kind: "send" | "receive";
  /** undefined for nil. */
  readonly channel: Channel | undefined;
  /** What is sent. */
  readonly value: Value | undefined;
}

/** What became of a wait at channels. */
export interface Outcome {
  /** Number of the case; -1 for the default. */
  readonly choice: number;
  /** undefined: nothing, because the channel is closed and empty. */
  readonly received: { readonly value: Value } | undefined;
  /** The channel that is sent on is closed: the program panics. */
  readonly isRefused: boolean;
}

/** A goroutine at a channel; in a select it stands at several. */
interface Waiter {
  readonly task: Task;
  readonly turn: { isOver: boolean; readonly done: (outcome: Outcome) => void };
  readonly choice: number;
  readonly value: Value | undefined;
}

/**
 * Goes on with one of the cases that can, or parks the goroutine until one can. `done` is told what happened, at once or
 * right before the goroutine goes on.
 */
export function select(
  scheduler: Scheduler,
  cases: readonly Case[],
  options: { readonly at: RunPlace; readonly hasDefault: boolean },
  done: (outcome: Outcome) => void,
): void {
  const open = cases.flatMap((one, choice) => (isReady(one) ? [choice] : []));
  if (open.length > 0) {
    const choice = open[scheduler.chooseOf(open.length)]!;
    const outcome = proceed(scheduler, cases[choice]!, choice);
    done(outcome);
    if (!outcome.isRefused) scheduler.passed();
    return;
  }
  if (options.hasDefault) {
    scheduler.polls++;
    done({ choice: -1, received: undefined, isRefused: false });
    return;
  }
  const turn = { isOver: false, done };
  for (const [choice, { kind, channel, value }] of cases.entries()) {
    const waiter: Waiter = { task: scheduler.current!, turn, choice, value };
    (kind === "send" ? channel?.senders : channel?.receivers)?.push(waiter);
  }
  const isFed = (): boolean => cases.some(({ channel }) => channel?.isFed?.() === true);
  const context = cases.find(({ channel }) => channel?.context !== undefined)?.channel?.context;
  scheduler.park(cases.length === 1 ? cases[0]!.kind : "select", options.at, { isFed, context });
}

function isReady({ kind, channel }: Case): boolean {
  if (channel === undefined) return false;
  if (channel.isClosed) return true;
  if (kind === "send") return channel.buffer.length < channel.capacity || isAwaited(channel.receivers);
  return channel.buffer.length > 0 || isAwaited(channel.senders);
}

/** Whether somebody stands there who has not been served at another channel. */
function isAwaited(waiters: Waiter[]): boolean {
  while (waiters.length > 0 && waiters[0]!.turn.isOver) waiters.shift();
  return waiters.length > 0;
}

function proceed(scheduler: Scheduler, { kind, channel, value }: Case, choice: number): Outcome {
  const { buffer, receivers, senders, isClosed } = channel!;
  if (kind === "send") {
    if (isClosed) return { choice, received: undefined, isRefused: true };
    if (isAwaited(receivers)) serve(scheduler, receivers.shift()!, { value: value! });
    else buffer.push(value!);
    return { choice, received: undefined, isRefused: false };
  }
  let received = buffer.length > 0 ? { value: buffer.shift()! } : undefined;
  if (isAwaited(senders)) {
    const sender = senders.shift()!;
    if (received === undefined) received = { value: sender.value! };
    else buffer.push(sender.value!);
    serve(scheduler, sender, undefined);
  }
  if (received === undefined) scheduler.closedReceives++;
  return { choice, received, isRefused: false };
}

function serve(
  scheduler: Scheduler,
  { task, turn, choice }: Waiter,
  received: Outcome["received"],
  isRefused = false,
): void {
  turn.isOver = true;
  turn.done({ choice, received, isRefused });
  scheduler.wake(task);
}

/** Closes a channel; whoever waits at it goes on. False when it is closed already. */
export function closeChannel(scheduler: Scheduler, channel: Channel): boolean {
  if (channel.isClosed) return false;
  channel.isClosed = true;
  while (isAwaited(channel.receivers)) serve(scheduler, channel.receivers.shift()!, undefined);
  while (isAwaited(channel.senders)) serve(scheduler, channel.senders.shift()!, undefined, true);
  return true;
}

/** Sends without waiting: nothing happens when there is no room. */
export function offer(scheduler: Scheduler, channel: Channel, value: Value): void {
  const one: Case = { kind: "send", channel, value };
  if (isReady(one)) proceed(scheduler, one, 0);
}
