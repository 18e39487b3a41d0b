import { functionOf, pointerTo, type RunType } from "../go-type.ts";
import { native } from "../library/define.ts";
import type { LibraryMethod } from "../library/methods.ts";
import { libraryType } from "../library/types.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { Box, Closure, Foreign, type Value } from "../value.ts";
import { Channel, offer } from "./channels.ts";
import type { Scheduler, Timer } from "./scheduler.ts";
import { startGoroutine } from "./start.ts";
import { TICKER, TIME, TIMER } from "./types.ts";

const NOTHING: readonly Value[] = [];
const GIVEN: Readonly<Record<string, RunType>> = {
  Duration: libraryType("time", "Duration")!,
  Time: TIME,
  Times: TIMER.behind!().fields![0]!.type,
  Timer: pointerTo(TIMER),
  Ticker: pointerTo(TICKER),
  func: functionOf([], [], false),
};

/** A function of package time that needs the clock of the goroutines. */
function timed(
  name: string,
  type: string,
  run: (s: Scheduler, m: Machine, values: readonly Value[]) => Value | readonly Value[] | undefined,
): NativeFunction {
  const checked: NativeFunction["run"] = (m, values) =>
    m.goroutines === undefined ? m.unknown("the clock") : run(m.goroutines, m, values);
  return native(name, type, checked, GIVEN);
}

/** A time that is not known. */
class Moment extends Foreign {
  readonly isForeign = true;

  parts(): undefined {
    return undefined;
  }
}

const isMoment = (value: Value): boolean => value instanceof Box && value.cells[0] instanceof Moment;

const timeAt = (nanoseconds: number): Box => new Box([nanoseconds], TIME);
const nanosecondsOf = (value: Value | undefined): number => Number((value as Box).cells[0]);

/** Nanoseconds from 1970 to the start of the virtual clock, which is that of the Go Playground. */
const START_OF_CLOCK = Date.UTC(2009, 10, 10, 23) * 1e6;
const sinceEpoch = (time: Value | undefined): number => START_OF_CLOCK + nanosecondsOf(time);

/** What a timer or ticker does, kept beside its struct. */
interface Alarm {
  timer: Timer | undefined;
  readonly set: (delay: number) => Timer;
}

const alarms = new WeakMap<Box, Alarm>();

function newAlarm(type: RunType, channel: Channel | null, set: (delay: number) => Timer, delay: number): Box {
  const box = new Box([channel], type);
  const alarm: Alarm = { timer: set(delay), set };
  alarms.set(box, alarm);
  if (channel !== null) channel.isFed = () => alarm.timer !== undefined && !alarm.timer.isStopped;
  return box;
}

/** Sends the time on a channel when there is room, as timers do. */
function sendTime(s: Scheduler, channel: Channel): void {
  offer(s, channel, timeAt(s.now));
}

function ticking(s: Scheduler, channel: Channel, period: number): Box {
  const box: Box = newAlarm(TICKER, channel, (delay) => s.after(delay, () => tick(delay)), period);
  const tick = (delay: number): void => {
    sendTime(s, channel);
    const alarm = alarms.get(box)!;
    alarm.timer = alarm.set(delay);
  };
  return box;
}

/** The time, for a goroutine that wants to know it. */
function asked(s: Scheduler): number {
  s.unseen++;
  return s.now;
}

/** Functions of package time. */
export const TIME_FUNCTIONS: Readonly<Record<string, NativeFunction>> = {
  Sleep: timed("Sleep", "Duration ->", (s, m, [delay]) => {
    const task = s.current!;
    s.after(Number(delay), () => s.wake(task));
    s.park("sleep", m.nativePlace());
    return NOTHING;
  }),
  // Without goroutines the clock is not known: who looks at the time stops the run, who only keeps it does not.
  Now: native(
    "Now",
    "-> Time",
    (m) => (m.goroutines === undefined ? new Box([new Moment()], TIME) : timeAt(asked(m.goroutines))),
    GIVEN,
  ),
  Since: timed("Since", "Time -> Duration", (s, _, [from]) => Math.round(asked(s) - nanosecondsOf(from))),
  Until: timed("Until", "Time -> Duration", (s, _, [to]) => Math.round(nanosecondsOf(to) - asked(s))),
  After: timed("After", "Duration -> Times", (s, _, [delay]) => {
    const channel = new Channel(1);
    s.after(Number(delay), () => sendTime(s, channel));
    return channel;
  }),
  NewTimer: timed("NewTimer", "Duration -> Timer", (s, _, [delay]) => {
    const channel = new Channel(1);
    return newAlarm(TIMER, channel, (wait) => s.after(wait, () => sendTime(s, channel)), Number(delay));
  }),
  AfterFunc: timed("AfterFunc", "Duration func -> Timer", (s, m, [delay, run]) => {
    if (!(run instanceof Closure)) return m.unknown("a timer");
    const [at, parent] = [m.nativePlace(), s.current];
    const fire = (): void => {
      s.pendingStarts--;
      startGoroutine(m, run, [], at, { parent });
    };
    const set = (wait: number): Timer => {
      s.pendingStarts++;
      return s.after(wait, fire);
    };
    return newAlarm(TIMER, null, set, Number(delay));
  }),
  NewTicker: timed("NewTicker", "Duration -> Ticker", (s, m, [period]) =>
    Number(period) > 0 ? ticking(s, new Channel(1), Number(period)) : m.unknown("a ticker without period"),
  ),
  Tick: timed("Tick", "Duration -> Times", (s, _, [period]) =>
    Number(period) > 0 ? ticking(s, new Channel(1), Number(period)).cells[0]! : null,
  ),
};

const method = (
  name: string,
  type: string,
  run: (m: Machine, values: readonly Value[]) => Value | readonly Value[] | undefined,
  byPointer: boolean,
): LibraryMethod => ({
  byPointer,
  native: native(
    name,
    type,
    (m, values) => (values.some(isMoment) ? m.unknown("the clock") : run(m, values)),
    GIVEN,
  ),
});

function stop(m: Machine, box: Value | undefined): boolean | undefined {
  const alarm = box instanceof Box ? alarms.get(box) : undefined;
  if (alarm === undefined) return m.unknown("a timer");
  const wasSet = alarm.timer !== undefined && !alarm.timer.isStopped;
  if (m.goroutines !== undefined) m.goroutines.unseen++;
  if (alarm.timer !== undefined) alarm.timer.isStopped = true;
  // Since Go 1.23 a stopped timer has nothing left in its channel.
  const [channel] = (box as Box).cells;
  if (channel instanceof Channel) channel.buffer.length = 0;
  return wasSet;
}

function reset(m: Machine, [box, delay]: readonly Value[]): boolean | undefined {
  const wasSet = stop(m, box);
  const alarm = alarms.get(box as Box);
  if (alarm !== undefined) alarm.timer = alarm.set(Number(delay));
  return wasSet;
}

const difference = (values: readonly Value[]): number =>
  Math.round(nanosecondsOf(values[0]) - nanosecondsOf(values[1]));

/** Methods of types of package time. */
export const TIME_METHODS: Readonly<Record<string, Readonly<Record<string, LibraryMethod>>>> = {
  "time.Timer": {
    Stop: method("Stop", "-> bool", (m, [box]) => stop(m, box), true),
    Reset: method("Reset", "Duration -> bool", reset, true),
  },
  "time.Ticker": {
    Stop: method("Stop", "->", (m, [box]) => (stop(m, box) === undefined ? undefined : NOTHING), true),
    Reset: method(
      "Reset",
      "Duration ->",
      (m, values) => (reset(m, values) === undefined ? undefined : NOTHING),
      true,
    ),
  },
  "time.Time": {
    Sub: method("Sub", "Time -> Duration", (_, values) => difference(values), false),
    After: method("After", "Time -> bool", (_, values) => difference(values) > 0, false),
    Before: method("Before", "Time -> bool", (_, values) => difference(values) < 0, false),
    Equal: method("Equal", "Time -> bool", (_, values) => difference(values) === 0, false),
    IsZero: method("IsZero", "-> bool", (_, [time]) => nanosecondsOf(time) === 0, false),
    Add: method(
      "Add",
      "Duration -> Time",
      (_, [time, by]) => timeAt(nanosecondsOf(time) + Number(by)),
      false,
    ),
    Compare: method("Compare", "Time -> int", (_, values) => Math.sign(difference(values)), false),
    Unix: method("Unix", "-> int64", (_, [time]) => Math.floor(sinceEpoch(time) / 1e9), false),
    UnixMilli: method("UnixMilli", "-> int64", (_, [time]) => Math.floor(sinceEpoch(time) / 1e6), false),
    // The layout is what the reference time looks like: a text that is possible.
    Format: method("Format", "string -> string", (_, [, layout]) => layout!, false),
    UnixNano: method(
      "UnixNano",
      "-> int64",
      (_, [time]) => BigInt(START_OF_CLOCK) + BigInt(Math.round(nanosecondsOf(time))),
      false,
    ),
  },
};
