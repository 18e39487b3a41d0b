import { ToolError } from "../errors.ts";
import type { Policy } from "../policy/policy.ts";
import type { ModuleShape } from "../wasm/module.ts";
import { readShape } from "../wasm/reader.ts";
import { decideOutcome } from "./decide-outcome.ts";
import type { Changes } from "./fs/changes.ts";
import type { MountSource } from "./fs/file-system.ts";
import { guestSettings } from "./guest-settings.ts";
import type { HostModule } from "./host-functions.ts";
import { type BoundedModule, MOST_TABLE_ELEMENTS } from "./limits/bounded-module.ts";
import { checkLinks, describeRefusal, type HostLinks, type Refusal, remedyFor } from "./link-check.ts";
import { type Outcome, type RunEvent, refusedOutcome } from "./outcome.ts";
import { type NamedFunction, placeOf } from "./place.ts";
import { collectPlayback } from "./playback.ts";
import { type Prepare, prepareModule } from "./prepare.ts";
import { bytesFlag, bytesText, grouped } from "./quantities.ts";
import { raiseLimit } from "./raise-limit.ts";
import type { Recording } from "./recording/format.ts";
import type { TapeKind } from "./recording/open-tape.ts";
import type { RecordRequest } from "./recording/session.ts";
import { type GuestThreads, type Supervised, type SuperviseOptions, superviseGuest } from "./worker/host.ts";
import type { OutputSink } from "./worker/output-pump.ts";
import type { StdinSource } from "./worker/stdin-pump.ts";

export interface RunOptions {
  readonly wasm: Uint8Array;
  /** `args[0]` is the program's name. */
  readonly args: readonly string[];
  readonly policy: Policy;
  /** Where the values of variables that are allowed by name come from. */
  readonly hostEnvironment: Readonly<Record<string, string | undefined>>;
  /** undefined: the guest's input is at its end. It is not read before the guest asks for it. */
  readonly stdin: StdinSource | undefined;
  /** A promise holds the guest back until it is settled; a rejection ends the run and is thrown. */
  readonly onStdout: OutputSink;
  readonly onStderr: OutputSink;
  readonly signal?: AbortSignal | undefined;
  /** Functions that the caller gives to guests, see `loadHostModule`; they are trusted as the caller is. */
  readonly hostModules?: readonly HostModule[] | undefined;
  /** Names of the capabilities in them that this guest gets; a guest that imports another is refused. */
  readonly hostCapabilities?: readonly string[] | undefined;
  /** The standard streams that are terminals, as a guest sees on a real clock; absent: none. */
  readonly terminals?: ReadonlySet<0 | 1 | 2> | undefined;
  /** Names the function in which a guest stopped. */
  readonly functionMap?: readonly NamedFunction[] | undefined;
  /** Bytes of output to keep as events, with the time of each; absent: none. */
  readonly playbackBytes?: number | undefined;
  /** Where to keep what came from outside. */
  readonly record?: RecordRequest | undefined;
  /** Let what the guest writes to mounts stay in memory, and tell what it changed. */
  readonly exportsChanges?: boolean | undefined;
  /** Follow this recording, and touch nothing of the machine; `policy.limits` must be its limits. */
  readonly replay?: Recording | undefined;
}

export interface RunResult {
  readonly outcome: Outcome;
  /** What the guest changed in overlays and in /tmp, with the contents. */
  readonly changes?: Changes | undefined;
}

const LONGEST_TIMEOUT_MS = 24 * 3_600_000;

/**
 * Runs a WASI preview 1 command under a policy, in a thread of its own, to its end or to the first limit.
 * Imports are checked before anything is instantiated: what the policy does not allow ends in the outcome `refused`.
 * Throws ToolError `wasm/...` for bytes that are no valid module, `runtime/...` for a module that is no such command and
 * `mount/...` for a mount that cannot be made; throws what a sink threw; `record/...` and `replay/...` as the functions of
 * recording/ say. `prepare` may remember earlier work.
 */
export async function run(
  options: RunOptions,
  threads: GuestThreads,
  prepare: Prepare = prepareModule,
): Promise<RunResult> {
  const { policy, hostModules = [], hostCapabilities = [] } = options;
  const session = await sessionFor(options);
  if (hostModules.length > 0 && session !== undefined)
    throw new ToolError("record/host-functions", "functions of your own cannot be recorded or replayed", {
      hint: "nobody knows what they write into the guest's memory",
    });
  const prepared = prepare(options.wasm, policy.limits.memoryBytes);
  const { module, bounded } = prepared;
  const functions = hostModules.flatMap((one) => one.functions);
  const refused = refusedByLinks(module, policy, { functions, granted: hostCapabilities });
  if (refused !== undefined) return { outcome: refused };
  if (!bounded.ok) return { outcome: refusedSize(bounded, policy) };

  const start = prepared.compiled().then((compiled) => ({
    ...guestSettings(policy, options.args, options.hostEnvironment),
    module: compiled,
    builtByGo: prepared.builtByGo(),
    hostModules: hostModules.map(({ url }) => url),
    hostCapabilities,
    startExport: bounded.startExport,
    mounts: mountsFor(options),
    terminals: terminalsFor(options),
    tracksChanges: options.exportsChanges === true,
    tape: tapeFor(options, session),
    playback: options.playbackBytes !== undefined,
  }));
  return supervise({ options, start, module, session }, threads);
}

interface Supervision {
  readonly options: RunOptions;
  readonly start: SuperviseOptions["start"];
  readonly module: ModuleShape;
  readonly session: Session | undefined;
}

async function supervise(
  { options, start, module, session }: Supervision,
  threads: GuestThreads,
): Promise<RunResult> {
  const { policy, args, onStdout, onStderr, record, replay, playbackBytes } = options;
  const playback = playbackBytes === undefined ? undefined : collectPlayback(playbackBytes);
  const log = record && session?.keptLog(record.file);
  const supervised = await superviseGuest(
    {
      start,
      // What took long in the recorded run takes no time now; nothing but fuel bounds a replay.
      limits: replay === undefined ? policy.limits : { timeoutMs: LONGEST_TIMEOUT_MS },
      stdin: options.stdin,
      onStdout: watched(onStdout, playback && ((bytes) => playback.onOutput("stdout", bytes))),
      onStderr: watched(onStderr, playback && ((bytes) => playback.onOutput("stderr", bytes))),
      onMoments: playback?.onMoments,
      onLog: log?.push,
      signal: options.signal,
    },
    threads,
  );
  if (record !== undefined && log !== undefined)
    await session?.keepRecording(record, {
      args,
      limits: policy.limits,
      log: log.bytes(),
      ending: supervised,
    });
  const seen = (replay && session?.replayedRun(supervised, replay)) ?? supervised;
  const { changes } = seen;
  const outcome = { ...outcomeOf(seen, options, module), ...listed(changes) };
  const events = playback === undefined ? outcome.events : inOrder([...playback.events(), ...outcome.events]);
  return { outcome: { ...outcome, events }, changes };
}

/** A run that is the same everywhere does not depend on where it is started from. */
function terminalsFor({ policy, terminals }: RunOptions): ReadonlySet<0 | 1 | 2> {
  return policy.capabilities.clock === "fixed" ? new Set() : (terminals ?? new Set());
}

/** Under an export the host's folders are only read. */
function mountsFor({ policy, exportsChanges }: RunOptions): readonly MountSource[] {
  const { mounts } = policy.capabilities;
  if (exportsChanges !== true) return mounts;
  return mounts.map((mount) => (mount.mode === "rw" ? { ...mount, mode: "overlay" } : mount));
}

function listed(changes: Changes | undefined): Pick<Outcome, "changes"> {
  if (changes === undefined) return {};
  const { created, changed, deleted, skipped } = changes;
  return { changes: { created, changed, deleted, skipped } };
}

function inOrder(events: readonly RunEvent[]): RunEvent[] {
  return [...events].sort((a, b) => Number(BigInt(a.atFuel) - BigInt(b.atFuel)));
}

/** A sink that somebody else hears of too. */
function watched(sink: OutputSink, watch: ((bytes: Uint8Array) => void) | undefined): OutputSink {
  if (watch === undefined) return sink;
  return (bytes) => {
    watch(bytes);
    return sink(bytes);
  };
}

type Session = typeof import("./recording/session.ts");

/** What records and replays, loaded for a run that does. */
async function sessionFor({ record, replay }: RunOptions): Promise<Session | undefined> {
  return record === undefined && replay === undefined ? undefined : import("./recording/session.ts");
}

function tapeFor({ replay }: RunOptions, session: Session | undefined): TapeKind {
  if (session === undefined) return { kind: "none" };
  return replay === undefined ? { kind: "record" } : session.tapeOf(replay);
}

/**
 * The outcome of a module whose imports the policy refuses, undefined when it may be linked: known without the work of
 * hardening it. Throws ToolError as `run` does for what is no module, or no WASI command.
 */
export function refusalOfImports(wasm: Uint8Array, policy: Policy): Outcome | undefined {
  return refusedByLinks(readShape(wasm), policy);
}

function refusedByLinks(module: ModuleShape, policy: Policy, host?: HostLinks): Outcome | undefined {
  const refusals = checkLinks(module, policy, host);
  return refusals.length === 0 ? undefined : refusedLinks(refusals, policy);
}

function refusedLinks(refusals: readonly Refusal[], policy: Policy): Outcome {
  const count = refusals.length === 1 ? "an import is refused" : `${refusals.length} imports are refused`;
  const events = refusals.map(
    (refusal): RunEvent => ({
      kind: "import-refused",
      atFuel: "0",
      import: refusal.import,
      reason: refusal.reason,
      text: describeRefusal(refusal),
      ...(refusal.goApi === undefined ? {} : { goApi: refusal.goApi }),
      ...(refusal.origin === undefined ? {} : { file: refusal.origin.file, line: refusal.origin.line }),
    }),
  );
  return refusedOutcome(
    `${count}: ${refusals.map((one) => one.import).join(", ")}`,
    remedyFor(refusals, policy),
    { events },
  );
}

function refusedSize(bounded: Extract<BoundedModule, { ok: false }>, policy: Policy): Outcome {
  if (bounded.what === "tables")
    return refusedOutcome(
      `the module's tables begin with ${grouped(bounded.neededElements)} elements, the limit is ${grouped(MOST_TABLE_ELEMENTS)}`,
      undefined,
    );
  const { neededBytes } = bounded;
  return refusedOutcome(
    `the module begins with ${bytesText(neededBytes)} of memory, the limit is ${bytesText(policy.limits.memoryBytes)}`,
    `raise it with --memory ${bytesFlag(Math.min(2 ** 32, neededBytes * 2))}`,
  );
}

function outcomeOf(run: Supervised, { policy, functionMap }: RunOptions, module: ModuleShape): Outcome {
  const frames = "functions" in run.end ? run.end.functions : [];
  const decision = decideOutcome(run, policy, placeOf(frames, functionMap, module));
  const { fuelUnits } = policy.limits;
  const remaining = run.meter.fuelRemaining;
  const metered = remaining !== undefined;
  // The charge that crossed the limit was refused, so nothing beyond the limit was executed.
  const used = remaining === undefined ? 0n : remaining < 0n ? fuelUnits : fuelUnits - remaining;
  return {
    schemaVersion: 1,
    ...decision,
    fuelUsed: metered ? String(used) : undefined,
    ...(metered && !run.fuelIsExact ? { fuelIsLowerBound: true } : {}),
    fuelLimit: metered ? String(fuelUnits) : undefined,
    memoryPeakBytes: run.memoryPeakBytes,
    wallMs: microseconds(run.wallMs),
    cpuMs: microseconds(run.cpuMs),
    stdoutBytes: run.stdoutBytes,
    stderrBytes: run.stderrBytes,
    denials: run.notes.flatMap(({ note, count }) =>
      note.kind === "denied" ? [{ import: note.import, count, flag: note.flag }] : [],
    ),
    events: eventsOf(run, used),
    goroutines: undefined,
    remedy: raiseLimit(decision.outcome, policy.limits),
  };
}

function eventsOf(run: Supervised, fuelUsed: bigint): RunEvent[] {
  const told = run.notes.flatMap(({ note, count }): RunEvent[] =>
    note.kind === "event" ? [{ kind: note.event, atFuel: String(note.atFuel), count, ...note.details }] : [],
  );
  const denied = run.meter.memoryDenied ?? 0;
  return denied === 0 ? told : [...told, { kind: "grow-denied", atFuel: String(fuelUsed), count: denied }];
}

/** Figures of a report, to the microsecond. */
function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
