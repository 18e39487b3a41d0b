import type { OutcomeExplanation } from "./explain-outcome.ts";

/** What each outcome means. A type import alone leads back, so there is no cycle at run time. */
export const outcomeTexts: readonly OutcomeExplanation[] = [
  {
    id: "exited",
    what: "The program ended by itself; its exit code is passed on.",
    why: "It returned from main or called os.Exit. A panic is an exit too: Go's runtime prints it and exits with code 2.",
    remedy:
      "Nothing, if the exit code is the expected one. A panic is explained on the program's own standard error.",
    flag: undefined,
  },
  {
    id: "trapped",
    what: "The program executed an instruction that WebAssembly stops: exit code 134.",
    why: "Typical traps are unreachable code, a memory access out of bounds, an integer division by zero and a call through a wrong function pointer. Go checks these itself and panics instead, so a trap in a Go program means a fatal error of its runtime, unsafe code or a module that was changed.",
    remedy:
      "The message names the function. Build without strip for names of a foreign module, and look there.",
    flag: undefined,
  },
  {
    id: "out-of-fuel",
    what: "The program executed more instructions than it may: exit code 137.",
    why: "Fuel counts WebAssembly instructions with the cost model wasmtime-50, so a program that sees the same input, clock and random bytes uses the same fuel on every machine; --clock fixed and --random seed:1 make those the same on every run. A program that runs out either has a loop that does not end or needs more than it was given. Hello world in Go costs about 900,000 units.",
    remedy: "Find out with sandglass check whether a loop ends; if it does, give it more fuel.",
    flag: "--fuel",
  },
  {
    id: "out-of-memory",
    what: "The program was refused memory and died of it: exit code 137.",
    why: 'The limit is the maximum size of its WebAssembly memory; the engine enforces it. Go\'s runtime says "out of memory" and exits when a growth is refused. A program that handles the refusal and ends well counts as exited, with an event grow-denied in the report.',
    remedy: "Look for a slice or map that grows without end, then raise the limit.",
    flag: "--memory",
  },
  {
    id: "memory-rate",
    what: "The memory of the program grew faster than allowed, and the policy says to kill for that: exit code 137.",
    why: 'The rate is measured over a sliding second. By default exceeding it is only an event memory-rate-alarm in the report; memory_rate_action = "pause" slows the program down and "kill" ends it.',
    remedy: 'Raise the rate, or set memory_rate_action = "alarm" in the policy.',
    flag: "--memory-rate",
  },
  {
    id: "timed-out",
    what: "The program ran longer than it may and was killed: exit code 137.",
    why: "The limit is time on the wall, so it also ends a program that sleeps, waits for input or waits for a slow reader of its output. Nothing that the program does can delay the kill.",
    remedy:
      "Fuel is the better limit for computing, since it does not depend on the machine; raise the time for programs that wait.",
    flag: "--timeout",
  },
  {
    id: "output-limit",
    what: "The program wrote more than it may and was killed: exit code 137.",
    why: "The limit holds for standard output and for standard error, each. Exactly as many bytes as the limit were passed on.",
    remedy: "Print less, or raise the limit.",
    flag: "--stdout-limit",
  },
  {
    id: "call-depth",
    what: "Calls nested too deep: exit code 137.",
    why: "Each call takes a piece of the engine's stack of 64 MiB, which is enough for a recursion a million calls deep in Go. With --stack-depth a recursive function is stopped earlier, at an exact depth. The cause is nearly always a recursion that does not end.",
    remedy: "Give the recursion a case that ends it, or turn it into a loop with a stack of its own.",
    flag: "--stack-depth",
  },
  {
    id: "deadlocked",
    what: "Nothing can run on: every goroutine waits for another, or main called runtime.Goexit and the rest have ended. Go's runtime noticed and exited with code 2.",
    why: "Known by the last fatal error on standard error; a program that prints those words itself and exits with 2 tells this of itself. The program's standard error lists the goroutines and where each waits: a channel that nobody sends to or receives from, a lock that is never released, a WaitGroup whose count does not reach zero.",
    remedy:
      "Close channels that are ranged over, give every send a receiver, unlock with defer, call Done as often as Add.",
    flag: undefined,
  },
  {
    id: "refused",
    what: "The program was not started: the analysis, the compiler or the policy refused it; exit code 126.",
    why: "The analysis refuses what it has proved to be harmful. The policy refuses a module that imports what is not allowed: each such import is named with the Go calls behind it and the line of the policy. A Go program imports only what it can reach, so an import says something about the program.",
    remedy:
      "Correct the program, or allow what it needs: sandglass init module.wasm writes the least policy for it. --no-check runs a program that the analysis rejects; limits still hold.",
    flag: "--no-check",
  },
  {
    id: "cancelled",
    what: "The run was ended from outside, by Ctrl-C or by the caller: exit code 137.",
    why: "The host asked for the end; the program had no part in it. What it had printed until then was delivered.",
    remedy: "Run it again.",
    flag: undefined,
  },
];
