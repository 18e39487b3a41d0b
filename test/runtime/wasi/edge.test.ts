import { describe, expect, it } from "vitest";
import { createWasi } from "../../../src/runtime/wasi/create.ts";
import { GuestStop } from "../../../src/runtime/wasi/host.ts";
import { wasiSignatures } from "../../../src/runtime/wasi/signatures.ts";
import { bench } from "./bench.ts";
import { testHost } from "./test-host.ts";

describe("a stubbed import", () => {
  it("answers ENOTCAPABLE and is counted at every call", () => {
    const { call, host } = bench({ rules: new Map([["random_get", { rule: "stub" }]]) });
    expect([call["random_get"]!(0, 8), call["random_get"]!(0, 8)]).toEqual([76, 76]);
    expect(host.denials).toEqual(Array(2).fill("random_get imports.wasi_snapshot_preview1.random_get"));
  });

  it("cannot be proc_exit or sched_yield", () => {
    const { call } = bench({
      rules: new Map([
        ["sched_yield", { rule: "stub" }],
        ["proc_exit", { rule: "stub" }],
      ]),
    });
    expect(call["sched_yield"]!()).toBe(0);
    expect(() => call["proc_exit"]!(1)).toThrow(expect.objectContaining({ exitCode: 1 }));
  });
});

describe("a denied path", () => {
  it.each([
    ["path_open", () => ["etc/passwd", {}], 44, "--allow-read=/etc/passwd"],
    ["path_open", () => ["etc/x/y", { flags: 1 }], 44, "--allow-write=/etc/x"],
    ["path_open", () => ["out.txt", { flags: 1 }], 69, "--allow-write=.:/"],
  ] as const)("%s reports the flag that would allow it", (name, args, errno, flag) => {
    const on = bench();
    expect(on.open(...(args() as [string, object]))[0]).toBe(errno);
    expect(on.host.denials).toEqual([`${name} ${flag}`]);
  });

  it.each([
    ["path_create_directory", "data/x", 44, "--allow-write=/data"],
    ["path_create_directory", "x", 69, "--allow-write=.:/"],
    ["path_unlink_file", "data/x", 44, "--allow-write=/data"],
    ["path_remove_directory", "tmp", 69, "--allow-write=.:/"],
  ])("%s of %j answers %i and reports %s", (name, path, errno, flag) => {
    const on = bench();
    expect(on.path(name, path)).toBe(errno);
    expect(on.host.denials).toEqual([`${name} ${flag}`]);
  });

  it("is ENOTCAPABLE for a guest that is not of Go, as wasi-libc says where nothing is mounted", () => {
    const on = bench({ unmounted: 76 });
    expect([on.open("etc/passwd")[0], on.open("x")[0], on.stat("x")[0], on.stat("tmp/x")[0]]).toEqual([
      76, 76, 76, 44,
    ]);
  });

  it("is not reported where no flag would help: a missing file in /tmp", () => {
    const on = bench();
    expect(on.stat("tmp/missing")[0]).toBe(44);
    expect(on.host.denials).toEqual([]);
  });

  it("shows no control characters of the guest and names only so many", () => {
    const on = bench();
    on.open("etc/\u001b[31mred\u202e");
    expect(on.host.denials).toEqual(["path_open --allow-read=/etc/\\u{1b}[31mred\\u{202e}"]);
    for (let index = 0; index < 200; index++) on.open(`etc/${index}`);
    expect(on.host.denials).toHaveLength(201);
    expect(new Set(on.host.denials).size).toBe(65);
    expect(on.host.denials.at(-1)).toBe("path_open --allow-read=HOST:GUEST");
  });
});

describe("exceptions", () => {
  it("leave only as GuestExit and GuestStop", () => {
    const on = bench();
    on.host.streams.write = () => {
      throw new GuestStop("output-limit", "too much");
    };
    expect(() => on.write(1, "x")).toThrow(GuestStop);
  });

  it("of the host that runs out of memory become ENOMEM", () => {
    const on = bench();
    on.host.streams.write = () => {
      throw new RangeError("Array buffer allocation failed");
    };
    expect(on.write(1, "x")[0]).toBe(48);
  });
});

it("has a function for each signature and no other", () => {
  const { functions } = createWasi(testHost());
  expect(Object.keys(functions).sort()).toEqual([...wasiSignatures.keys()].sort());
  expect(wasiSignatures.size).toBe(46);
});

it("answers EFAULT for everything that needs memory before it is bound", () => {
  const { functions } = createWasi(testHost());
  expect([functions["random_get"]!(0, 1), functions["fd_write"]!(1, 0, 1, 0)]).toEqual([21, 21]);
});
