import { NO_NODE } from "../../source/tree.ts";
import type { PackageIndex } from "../flow/package-index.ts";
import type { GoFunction } from "../flow/symbols.ts";
import { dynamicMethod } from "./emit-method.ts";
import { librarySymbol } from "./library-symbol.ts";
import { methodInSet } from "./lookup.ts";
import { Machine, type Observer, type Stop } from "./machine.ts";
import { newProgram } from "./new-program.ts";
import { startCode } from "./start-program.ts";
import type { Track } from "./track.ts";
import { emptyCode } from "./translate.ts";
import { Closure, Dynamic } from "./value.ts";

/** How much a run may take. */
export interface RunBudget {
  /** Instructions. */
  readonly steps: number;
  /** Cells of memory. */
  readonly cells: number;
}

/** What came out of a run. */
export interface RunResult {
  readonly stop: Stop;
  readonly steps: number;
  /** Whether all that was printed went to `output`. */
  readonly outputKnown: boolean;
}

/** Who looks on. */
export interface Spectators {
  /** Makes the observer; the tracks of package variables come as the program starts. */
  readonly observer?: (globalTracks: () => readonly Track[]) => Observer;
  readonly started?: (machine: Machine) => void;
  readonly output?: (text: string) => void;
}

/** Runs the program from its start. undefined when the package has no `main`. */
export function runProgram(
  index: PackageIndex,
  budget: RunBudget,
  { observer, started, output }: Spectators = {},
): RunResult | undefined {
  const run = prepareRun(index, budget, observer);
  if (run === undefined) return undefined;
  const { machine, start, main } = run;
  machine.output = output;
  started?.(machine);
  if (machine.stop === undefined) machine.call(start, [], main.node);
  machine.run(undefined);
  const stop: Stop = machine.stop ?? { kind: "ended" };
  return { stop, steps: machine.steps, outputKnown: machine.outputKnown };
}

/** A program that is ready to run: `start` initialises the package and calls main. */
export interface PreparedRun {
  readonly machine: Machine;
  readonly start: Closure;
  readonly main: GoFunction;
}

/** Makes a program ready to run. undefined when the package has no `main`; stopped when its start is not modelled. */
export function prepareRun(
  index: PackageIndex,
  budget: RunBudget,
  observer: Spectators["observer"],
): PreparedRun | undefined {
  const main = index.functionByName.get("main");
  if (index.name !== "main" || main === undefined || main.body === NO_NODE) return undefined;
  const program = newProgram(index);
  const machine = new Machine(
    program.globalBox,
    budget,
    observer?.(() => program.globalTracks),
  );
  machine.methodOf = (value, name) => {
    const member = methodInSet(index, value.type, name);
    return member === undefined ? undefined : dynamicMethod(machine, program, value, name);
  };
  machine.endOfFile = () => {
    const symbol = librarySymbol(program, "io", "EOF");
    const variable = symbol === undefined ? undefined : program.globals.get(symbol.id);
    return variable === undefined ? undefined : machine.globals.cells[variable.slot];
  };
  machine.textMethod = (type, value) => {
    const face = new Dynamic(type, value);
    return machine.methodOf!(face, "Error") ?? machine.methodOf!(face, "String");
  };
  try {
    return { machine, start: new Closure(startCode(program, main), []), main };
  } catch (error) {
    machine.giveUp(error);
    return { machine, start: new Closure(emptyCode("start", main, main.file, []), []), main };
  }
}
