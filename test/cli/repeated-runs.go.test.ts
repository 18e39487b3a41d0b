import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { goGuest } from "../runtime/run-guest.ts";
import { type Called, sandglass, temporaryFolder } from "./sandglass.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const app = join(folder, "app.wasm");
const other = join(folder, "other.wasm");
const recording = join(folder, "run.rec");

const run = (...words: string[]) => sandglass(["run", ...words], { input: "typed", cwd: folder });
const report = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));

let first: Called;

beforeAll(async () => {
  writeFileSync(app, goGuest("rewriter"));
  writeFileSync(other, goGuest("exit-three"));
  mkdirSync(data);
  writeFileSync(join(data, "old"), "from before");
  writeFileSync(join(data, "gone"), "");
  first = await run(
    app,
    "--allow-write",
    "data:/data",
    "--out-dir",
    "one",
    "--env",
    "MODE=x",
    "--record",
    recording,
    "--report",
    "1.json",
    "--",
    "a",
    "b",
  );
}, 60_000);

describe("run --record and --replay", () => {
  test("repeat a run whose files and input are gone, to the byte", async () => {
    expect(first.stdout).toMatch(/^typed from before \[a b\] x \d+\n$/);
    renameSync(data, `${data}.away`);
    try {
      const again = await sandglass(["run", app, "--replay", recording, "--report", "2.json"], {
        cwd: folder,
      });
      const kept = first.stderr.split("\n").filter((line) => !line.startsWith("note: "));
      expect(again).toEqual({ ...first, stderr: kept.join("\n") });
    } finally {
      renameSync(`${data}.away`, data);
    }
    const { changes, ...recorded } = report("1.json");
    expect(report("2.json")).toEqual(recorded);
    expect(changes.changed).toEqual(["/data/old"]);
  });

  test.each([
    ["another module", () => [other, "--replay", recording], "it is of another module"],
    ["a file that is none", () => [app, "--replay", app], "does not begin as a recording does"],
    ["no file", () => [app, "--replay", "nothing"], "there is no file nothing"],
    ["a limit", () => [app, "--replay", recording, "--fuel", "1M"], "--replay and --fuel do not go together"],
    ["a mount", () => [app, "--replay", recording, "--dir", "data"], "--replay and --dir do not go together"],
    [
      "an export",
      () => [app, "--replay", recording, "--out-dir", "x"],
      "--replay and --out-dir do not go together",
    ],
    ["arguments", () => [app, "--replay", recording, "--", "a"], "takes no arguments"],
    ["a second recording", () => [app, "--replay", recording, "--record", "x"], "do not go together"],
    ["several inputs", () => ["--each", "--record", "x", app], "--record and --each do not go together"],
  ])("refuse %s", async (_, words, message) => {
    const { code, stdout, stderr } = await run(...words());
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  });

  test("refuse a recording that is cut off or changed, naming it and the byte", async () => {
    const bytes = readFileSync(recording);
    writeFileSync(join(folder, "short.rec"), bytes.subarray(0, bytes.length - 40));
    bytes[bytes.length - 60]! ^= 1;
    writeFileSync(join(folder, "changed.rec"), bytes);
    expect((await run(app, "--replay", "short.rec")).stderr).toContain(
      `cannot replay short.rec: it is cut off at byte ${bytes.length - 40}`,
    );
    expect((await run(app, "--replay", "changed.rec")).stderr).toMatch(
      /cannot replay changed\.rec: byte \d+: its checksum/,
    );
  });
});

describe("run --out-dir", () => {
  test("leaves the host's folder as it was and exports what changed", async () => {
    const { code, stderr } = await run(app, "--allow-write", "data:/data", "--out-dir", "two");
    expect(code).toBe(0);
    expect(stderr).toContain("note: /data/outside is not exported: the symlink leads outside");
    expect(readdirSync(data).sort()).toEqual(["gone", "old"]);
    expect(readFileSync(join(data, "old"), "utf8")).toBe("from before");
    const out = join(folder, "two");
    expect(readdirSync(join(out, "data")).sort()).toEqual(["inside", "new", "old"]);
    expect(readFileSync(join(out, "data/new"), "utf8")).toBe("from beforetyped");
    expect(readlinkSync(join(out, "data/inside"))).toBe("new");
    expect(JSON.parse(readFileSync(join(out, ".sandglass-changes.json"), "utf8"))).toMatchObject({
      schemaVersion: 1,
      created: ["/data/new", "/data/inside", "/data/outside"],
      changed: ["/data/old"],
      deleted: ["/data/gone"],
    });
  });

  test("writes nothing for a guest that was killed, and says so", async () => {
    const { code, stderr } = await sandglass(
      ["run", app, "--allow-write", "data:/data", "--out-dir", "three", "--timeout", "1ms"],
      { cwd: folder },
    );
    expect([code, existsSync(join(folder, "three"))]).toEqual([137, false]);
    expect(stderr).toContain("note: nothing is exported to three: it was killed");
  });

  test("refuses a folder that has something in it before it runs anything", async () => {
    const { code, stdout, stderr } = await run(app, "--allow-write", "data:/data", "--out-dir", "data");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("cannot export to data: it is not empty");
  });
});

describe("run --disk-limit", () => {
  test("ends what a guest can write", async () => {
    const { code, stderr } = await run(
      app,
      "--allow-write",
      "data:/data",
      "--out-dir",
      "four",
      "--disk-limit",
      "4B",
    );
    expect([code, stderr]).toEqual([3, expect.stringContaining("No space left on device")]);
  });

  test("refuses what is no size", async () => {
    const { code, stderr } = await run(app, "--disk-limit", "many");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--disk-limit")]);
  });
});
