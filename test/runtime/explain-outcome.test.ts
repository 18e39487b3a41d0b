import { describe, expect, test } from "vitest";
import { explainStop, outcomeExplanations, outcomeMarkdown } from "../../src/runtime/explain-outcome.ts";
import { type Outcome, type OutcomeKind, refusedOutcome } from "../../src/runtime/outcome.ts";
import { raiseLimit } from "../../src/runtime/raise-limit.ts";
import { testPolicy } from "./run-guest.ts";

const KINDS: readonly OutcomeKind[] = [
  "exited",
  "trapped",
  "out-of-fuel",
  "out-of-memory",
  "memory-rate",
  "timed-out",
  "output-limit",
  "call-depth",
  "deadlocked",
  "refused",
  "cancelled",
];
const policy = testPolicy({ limits: { fuelUnits: 50_000_000n } });

function outcome(kind: OutcomeKind, changes: Partial<Outcome> = {}): Outcome {
  const remedy = raiseLimit(kind, policy.limits);
  return { ...refusedOutcome("what happened", remedy), outcome: kind, exitCode: 137, ...changes };
}

describe("the explanations", () => {
  test("cover every outcome, in order, in full sentences", () => {
    expect(outcomeExplanations.map((one) => one.id)).toEqual(KINDS);
    for (const { what, why, remedy } of outcomeExplanations)
      for (const text of [what, why, remedy]) expect(text).toMatch(/^[A-Z].*\.$/s);
  });

  test("name the flag that moves the limit", () => {
    const flags = outcomeExplanations.map(({ id, flag }) => [id, flag]);
    expect(Object.fromEntries(flags)).toMatchObject({
      "out-of-fuel": "--fuel",
      "out-of-memory": "--memory",
      "memory-rate": "--memory-rate",
      "timed-out": "--timeout",
      "output-limit": "--stdout-limit",
      "call-depth": "--stack-depth",
    });
    const [first] = outcomeExplanations.filter((one) => one.id === "out-of-fuel");
    expect(outcomeMarkdown(first!)).toContain("# out-of-fuel\n");
    expect(outcomeMarkdown(first!)).toContain("Flag: `--fuel`");
  });
});

describe("the lines of a stop", () => {
  test("are those of the design for a program out of fuel", () => {
    const stop = outcome("out-of-fuel", {
      message: "out of fuel: 50,000,000 units used after 1.84 s, in main.spin",
    });
    expect(explainStop(stop, policy)).toEqual([
      "signal: killed",
      "  out of fuel: 50,000,000 units used after 1.84 s, in main.spin",
      "  raise it with --fuel 200M; see: sandglass explain out-of-fuel",
    ]);
  });

  test("begin with exactly 'signal: killed' after a timeout", () => {
    expect(explainStop(outcome("timed-out"), policy)[0]).toBe("signal: killed");
  });

  test.each(KINDS)("exist for %s, and end with where to read more", (kind) => {
    const lines = explainStop(outcome(kind), policy);
    if (kind === "exited") expect(lines).toEqual([]);
    else expect(lines.at(-1)).toContain(`sandglass explain ${kind}`);
  });

  test("name what was denied when a program failed, and nothing when it went well", () => {
    const denials = Array.from({ length: 7 }, (_, i) => ({
      import: "path_open",
      count: 1,
      flag: `--allow-read=/${i}`,
    }));
    const failed = explainStop(outcome("exited", { exitCode: 1, denials }), policy);
    expect(failed[0]).toBe("  denied: path_open; allow it with --allow-read=/0");
    expect(failed.at(-1)).toBe("  and 2 more denials; --report FILE has all");
    expect(explainStop(outcome("exited", { exitCode: 0, denials }), policy)).toEqual([]);
  });

  test("list every refused import", () => {
    const events = ["one", "two"].map((text) => ({ kind: "import-refused", atFuel: "0", text }));
    const lines = explainStop(refusedOutcome("2 imports are refused", undefined, { events }), policy);
    expect(lines).toEqual([
      "refused",
      "  2 imports are refused",
      "  one",
      "  two",
      "  see: sandglass explain refused",
    ]);
  });

  test("carry no control characters of a guest", () => {
    const denials = [{ import: "path_open", count: 1, flag: "--allow-read=/\u001b]0;x\u0007" }];
    const lines = explainStop(outcome("trapped", { denials, message: "a\nb\u202e" }), policy);
    for (const character of ["\u001b", "\u0007", "\n", "\u202e"])
      expect(lines.join("")).not.toContain(character);
  });
});

describe("the limit to raise", () => {
  test.each<[OutcomeKind, string | undefined]>([
    ["out-of-fuel", "raise it with --fuel 200M"],
    ["out-of-memory", "raise it with --memory 4GiB"],
    ["memory-rate", "raise it with --memory-rate 40MiB/s"],
    ["timed-out", "raise it with --timeout 80s"],
    ["output-limit", "raise it with --stdout-limit 4MiB"],
    ["exited", undefined],
  ])("after %s", (kind, expected) => {
    expect(raiseLimit(kind, policy.limits)).toBe(expected);
  });
});
