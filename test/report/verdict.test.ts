import { describe, expect, test } from "vitest";
import type { PreflightParts } from "../../src/report/report.ts";
import { decideVerdict } from "../../src/report/verdict.ts";
import type { Outcome, OutcomeKind } from "../../src/runtime/outcome.ts";
import { busy, check, cleanCheck, exited, forbidden, outOfFuel, recursion } from "./fixtures/samples.ts";

const clean: PreflightParts = { check: cleanCheck, outcome: exited };

function with_(outcome: Partial<Outcome>): PreflightParts {
  return { check: cleanCheck, outcome: { ...exited, ...outcome } };
}

describe("the verdict", () => {
  test("accepts a clean program that ended, and says what speaks for it", () => {
    expect(decideVerdict(clean)).toEqual({
      verdict: "accept",
      reasons: [
        "no hazard found in 4 functions and 3 loops",
        "it ran to its end in 1.84 s, using 865,605 units of fuel",
      ],
    });
  });

  test.each<[string, PreflightParts, string]>([
    [
      "a proved hazard, even if the run ended",
      { check: { ...check, findings: [recursion] }, outcome: exited },
      "error unchanged-recursion: visit calls itself on every path with the same page (cmd/crawler/main.go:19)",
    ],
    [
      "source that does not build",
      { check: { ...check, findings: [{ ...recursion, rule: "compile-error", hazard: "does-not-build" }] } },
      "it does not build (cmd/crawler/main.go:19)",
    ],
    ["a trap", with_({ outcome: "trapped", message: "unreachable" }), "the run trapped: unreachable"],
    [
      "a refusal by the policy",
      with_({ outcome: "refused", message: "sock_open is denied" }),
      "the run was refused: sock_open is denied",
    ],
    [
      "a cancelled run",
      with_({ outcome: "cancelled", message: "by the user" }),
      "the run was cancelled, which proves nothing: by the user",
    ],
  ])("rejects %s", (_, parts, reason) => {
    const { verdict, reasons } = decideVerdict(parts);
    expect(verdict).toBe("reject");
    expect(reasons[0]).toBe(reason);
  });

  test.each<OutcomeKind>([
    "out-of-fuel",
    "out-of-memory",
    "memory-rate",
    "timed-out",
    "output-limit",
    "call-depth",
    "deadlocked",
  ])("rejects a run that ended with %s", (outcome) => {
    expect(decideVerdict(with_({ outcome, message: "why" })).verdict).toBe("reject");
  });

  test("does not repeat a refusal that the findings explain", () => {
    const refused = { ...exited, outcome: "refused" as const, message: "the analysis rejects it: 1 error" };
    expect(
      decideVerdict({ check: { ...check, findings: [recursion] }, outcome: refused }).reasons,
    ).toHaveLength(1);
  });

  test.each<[string, PreflightParts, string]>([
    [
      "a warning",
      { check: { ...check, findings: [busy], suppressed: [] }, outcome: exited },
      "warning busy-select: this loop spins when no result is ready (cmd/crawler/main.go:36)",
    ],
    ["an exit code other than 0", with_({ exitCode: 3 }), "it exited with 3"],
    ["an exit code of 137 that is the guest's own", with_({ exitCode: 137 }), "it exited with 137"],
    ["a denied call", with_({ denials: outOfFuel.denials }), "sock_shutdown was denied 3 times"],
    ["an alarm", with_({ events: outOfFuel.events.slice(0, 1) }), "the run raised memory-rate-alarm"],
    ["leaked goroutines", with_({ goroutines: outOfFuel.goroutines }), "1 goroutine leaked"],
    [
      "a suppressed error",
      { check: { ...cleanCheck, suppressed: [{ ...recursion, reason: "trust me" }] }, outcome: exited },
      "1 error suppressed by comments in the source",
    ],
    ["a program that was not run", { check: cleanCheck }, "it was not run"],
  ])("warns of %s", (_, parts, reason) => {
    expect(decideVerdict(parts)).toEqual({ verdict: "warn", reasons: [reason] });
  });

  test("notes and suppressed warnings do not count", () => {
    const suppressed = [{ ...busy, reason: "a busy wait is wanted here" }];
    expect(
      decideVerdict({ check: { ...check, findings: [forbidden], suppressed }, outcome: exited }).verdict,
    ).toBe("accept");
  });

  test("gives one reason a rule", () => {
    const findings = [recursion, { ...recursion, line: 30 }, { ...recursion, line: 40 }];
    const { reasons } = decideVerdict({ check: { ...check, findings }, outcome: exited });
    expect(reasons.filter((reason) => reason.startsWith("error"))).toEqual([
      "error unchanged-recursion: visit calls itself on every path with the same page (cmd/crawler/main.go:19 and 2 more places)",
    ]);
  });

  test("a module has nothing to analyse", () => {
    const none = { ...cleanCheck, files: 0, functions: 0, loops: 0 };
    expect(decideVerdict({ check: none, outcome: exited }).reasons).toHaveLength(1);
  });
});
