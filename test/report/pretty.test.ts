import { describe, expect, test } from "vitest";
import { pretty } from "../../src/report/pretty.ts";
import { poisoned } from "./fixtures/poison.ts";
import {
  accepted,
  audit,
  build,
  check,
  cleanCheck,
  context,
  exited,
  harden,
  outOfFuel,
  rejected,
} from "./fixtures/samples.ts";

const NARROW = { ...context, width: 60 };

describe("text for people", () => {
  test("of a check", async () => {
    await expect(pretty.renderCheck(check, context)).toMatchFileSnapshot("fixtures/check.txt");
  });

  test("of a check that found nothing", () => {
    expect(pretty.renderCheck(cleanCheck, context)).toBe("no findings in 1 file, 4 functions, 3 loops\n");
  });

  test("of a preflight ends with the verdict", async () => {
    const text = pretty.renderPreflight!(rejected, context);
    await expect(text).toMatchFileSnapshot("fixtures/rejected.txt");
    expect(pretty.renderPreflight!(accepted, context)).toMatch(
      /\n\nACCEPT {2}cmd\/crawler\/main\.go\n {2}· no hazard/,
    );
  });

  test("of an audit, with comparison and budget", async () => {
    const comparison = {
      diff: {
        before: "old.wasm",
        after: audit.name,
        totals: [{ name: "raw", before: 2_600_000, after: 2_588_104, delta: -11_896 }],
        kinds: [],
        packages: [{ name: "fmt", before: 140_000, after: 142_009, delta: 2_009 }],
        functions: [],
      },
      budget: [
        { scope: "package" as const, name: "fmt", limitBytes: 100_000, bytes: 142_009, passed: false },
      ],
    };
    await expect(pretty.renderAudit!(audit, context, comparison)).toMatchFileSnapshot("fixtures/audit.txt");
  });

  test("says why another engine hardened", () => {
    const text = pretty.renderHarden!(
      { ...harden, engine: "stream", fallback: "Binaryen gave up: too deep" },
      context,
    );
    expect(text).toContain("by stream");
    expect(text).toContain("not by the engine asked for: Binaryen gave up: too deep");
  });

  test("says what became of the data", () => {
    const compacted = {
      segments: { before: 30_353, after: 532 },
      dataBytes: { before: 968_879, after: 714_916 },
      rebuilt: { address: 717_720, buckets: 28_144 },
    };
    expect(pretty.renderHarden!({ ...harden, compacted }, context)).toContain(
      "data: 946 KiB to 698 KiB in 532 segments; findfunctab is rebuilt at start",
    );
    expect(pretty.renderHarden!({ ...harden, compacted: { skipped: "no data" } }, context)).toContain(
      "data: left as they are: no data",
    );
  });

  test("of build, harden and outcome", () => {
    expect(pretty.renderBuild!(build, context)).toMatchInlineSnapshot(`
      "Built: 2.48 MiB for wasip1, in 1.91 s
        go1.26.8, /usr/local/go/bin/go, found on PATH
        sha256 9b74c9897bac770ffc029102a200c5de1b0a1d8f3f0e7b5a4c3d2e1f00112233
        module golang.org/x/net v0.43.0, from vendor
        ignored: go.mod:5: toolchain go1.99.0
      "
    `);
    expect(pretty.renderHarden!(harden, context)).toMatchInlineSnapshot(`
      "Hardened: 2.48 MiB to 2.47 MiB (-15.3 KiB, -0.6 %), by binaryen
        sites: 31,204 charges, 9,871 checks, 1 memory.grow
        limits: fuel 50,000,000, memory 64.0 MiB, call depth as the engine has it
        removed: name 48.9 KiB, producers 27 B, go:buildid 123 B
        costs as wasmtime-50; ABI 1, standalone
        sha256 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
      "
    `);
    expect(pretty.renderOutcome!(outOfFuel, context)).toMatchInlineSnapshot(`
      "Out of fuel: 50,000,000 units used after 1.84 s, in main.visit (cmd/crawler/main.go:17)
        help: raise it with --fuel 200M; see: sandglass explain out-of-fuel
        fuel 50,000,000 of 50,000,000, memory at most 12.1 MiB, 1.84 s (CPU 1.83 s), output 61 B
        denied: sock_shutdown, 3 times; no flag: there is no network
        event: memory-rate-alarm at fuel 31,022,114, bytesPerSecond 11010048
        event: grow-denied at fuel 49,900,120, pages 4
        goroutines: 6 (1 running, 4 chan receive, 1 select)
        leaked: goroutine 7 [chan receive]: main.watch cmd/crawler/main.go:38
      "
    `);
    expect(pretty.renderOutcome!(exited, context)).toMatchInlineSnapshot(`
      "Exited with 0
        fuel 865,605 of 50,000,000, memory at most 12.1 MiB, 1.84 s (CPU 1.83 s), output 61 B
      "
    `);
  });

  test("says how to go on once a rule, and only for rules that can be explained", () => {
    const twice = {
      ...check,
      findings: [check.findings[0]!, check.findings[0]!, check.findings[3]!],
      suppressed: [],
    };
    expect(pretty.renderCheck(twice, context).match(/sandglass explain/g)).toHaveLength(1);
  });

  test("names the place where there is no source to show", () => {
    expect(pretty.renderCheck(check, { ...context, sources: new Map() })).toContain(
      "\n  at cmd/crawler/main.go:19:17\n",
    );
  });

  test("colours mean something, and only when asked", () => {
    const text = pretty.renderCheck(check, { ...context, color: true });
    expect(text).toContain("\u001b[31;1merror\u001b[0m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing colours
    expect(text.replace(/\u001b\[[\d;]+m/g, "")).toBe(pretty.renderCheck(check, context));
  });

  test("nothing hostile reaches the terminal", () => {
    const sources = new Map([...context.sources].map(([file, text]) => [poisoned(file), poisoned(text)]));
    const hostile = { ...NARROW, sources };
    for (const text of [
      pretty.renderPreflight!(poisoned(rejected), hostile),
      pretty.renderAudit!(poisoned(audit), hostile),
      pretty.renderOutcome!(poisoned(outOfFuel), hostile),
      pretty.renderHarden!(poisoned(harden), hostile),
      pretty.renderBuild!(poisoned(build), hostile),
    ]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e\u2066]|\p{Surrogate}/u);
      expect(text).not.toMatch(/^::error/m);
    }
  });

  test("a million events and denials are counted, not printed", () => {
    const denials = Array.from({ length: 100_000 }, () => outOfFuel.denials[0]!);
    const text = pretty.renderOutcome!({ ...outOfFuel, denials }, context);
    expect(text).toContain("and 99,980 more");
    expect(text.split("\n").length).toBeLessThan(60);
  });
});
