import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guestEntryUrl } from "../../../src/platform/node/guest-entry-url.ts";
import { ownProcPath, watchThreadCpu } from "../../../src/platform/node/thread-cpu.ts";
import { command, runModule, testPolicy } from "../../runtime/run-guest.ts";

describe("the code of a guest's thread", () => {
  let root: string;
  const write = (path: string, secondsAgo: number): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    const time = Date.now() / 1000 - secondsAgo;
    utimesSync(file, time, time);
  };
  const ownUrl = (path: string): string => pathToFileURL(join(root, path)).href;
  const SOURCE = "src/platform/node/guest-entry-url.ts";

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "sandglass-entry-"));
    for (const name of [
      "src/runtime/run",
      "src/platform/node/guest-entry",
      "src/platform/node/guest-entry-url",
    ]) {
      write(`${name}.ts`, 100);
      write(`dist/${name}.js`, 50);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("lies beside the built file", () => {
    expect(guestEntryUrl(ownUrl("dist/src/platform/node/guest-entry-url.js")).href).toBe(
      ownUrl("dist/src/platform/node/guest-entry.js"),
    );
  });

  test("is the built one for a run from source", () => {
    expect(guestEntryUrl(ownUrl(SOURCE)).href).toBe(ownUrl("dist/src/platform/node/guest-entry.js"));
  });

  test("that was never built is an error with the remedy", () => {
    rmSync(join(root, "dist"), { recursive: true });
    expect(() => guestEntryUrl(ownUrl(SOURCE))).toThrow(
      expect.objectContaining({ code: "runtime/not-built", hint: "run npm run build" }),
    );
  });

  test("older than its source is an error that names the file", () => {
    write("src/runtime/run.ts", 0);
    expect(() => guestEntryUrl(ownUrl(SOURCE))).toThrow(/run\.ts/);
  });

  test.each(["dist/cli/guest-entry.js", "dist/src/platform/node/guest-entry.js"])(
    "is one file: %s imports nothing but Node's own when it starts",
    (path) => {
      const imports = readFileSync(path, "utf8").matchAll(/^import .*?"([^"]+)"/gm);
      expect([...imports].map(([, name]) => name).filter((name) => !name?.startsWith("node:"))).toEqual([]);
    },
  );

  test("is not older because of tests or other stages", () => {
    write("src/analyze/rule.ts", 0);
    write("test/runtime/run.test.ts", 0);
    expect(guestEntryUrl(ownUrl(SOURCE)).href).toContain("dist");
  });
});

describe("the processor time of a thread", () => {
  test("rises with work", () => {
    const cpu = watchThreadCpu(ownProcPath());
    const before = cpu.ms();
    const startMs = performance.now();
    while (cpu.ms() - before < 20);
    expect(performance.now() - startMs).toBeGreaterThan(10);
    cpu.close();
  });

  test("is never read from a path that is not one of a thread", () => {
    const process = watchThreadCpu(undefined);
    const before = process.ms();
    const foreign = watchThreadCpu("../../etc/passwd").ms();
    expect(foreign).toBeGreaterThanOrEqual(before);
    expect(foreign).toBeLessThanOrEqual(process.ms());
  });

  test("is that of the process once it is closed", () => {
    const cpu = watchThreadCpu(ownProcPath());
    cpu.close();
    const before = watchThreadCpu(undefined).ms();
    expect(cpu.ms()).toBeGreaterThanOrEqual(before);
    cpu.close();
  });

  test("is that of the guest, not of its waiting", async () => {
    const wasm = command("(loop $again (br $again))");
    const busy = await runModule(wasm, { policy: testPolicy({ limits: { timeoutMs: 400 } }) });
    expect(busy.outcome.cpuMs).toBeGreaterThan(5);
    expect(busy.outcome.cpuMs).toBeLessThan(600);
    const quick = await runModule(command(""));
    expect(quick.outcome.cpuMs).toBeLessThan(100);
  });
});
