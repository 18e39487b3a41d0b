import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GuestExit } from "../../../src/runtime/wasi/host.ts";
import { wasiSignatures } from "../../../src/runtime/wasi/signatures.ts";
import { type Bench, bench, putFile } from "./bench.ts";
import { trees } from "./trees.ts";

/** SANDGLASS_HOSTILE_RUNS=25000 makes over a million calls. */
const RUNS = Number(process.env["SANDGLASS_HOSTILE_RUNS"] ?? 300);
const LAST_ERRNO = 77;
const MEMORY_BYTES = 4 * 65_536;

/** Numbers near the ends of the memory, of i32 and of the tables of descriptors, and any other. */
const i32 = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 512, 1_024, 4_096, 65_536, -1, -2, -8, 0x7fff_ffff, -0x8000_0000),
  fc.integer({ min: 0, max: 64 }),
  fc.integer({ min: MEMORY_BYTES - 64, max: MEMORY_BYTES + 64 }),
  fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }),
);
const i64 = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, -1n, 64n, 66n, 1n << 30n, 1n << 53n, (1n << 63n) - 1n, -(1n << 63n)),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
);

const LIMITED = {
  args: ["a", "bc"],
  environment: ["A=1"],
  stdin: "input",
  fileSystem: { quotas: { bytes: 100_000, entries: 200 } },
};

/** A guest with something in every place a random call may hit. */
function furnished(open: typeof bench = bench): Bench {
  const on = open(LIMITED);
  putFile(on, "tmp/file", "contents");
  on.path("path_create_directory", "tmp/dir");
  on.symlink("file", "tmp/link");
  on.open("tmp/file", { rights: 66 });
  on.open("tmp");
  on.text("tmp/dir/../file");
  on.secondText("tmp/new");
  return on;
}

function callSafely(on: Bench, name: string, values: readonly (number | bigint)[]): number | "exit" {
  try {
    return on.call[name]!(...values)!;
  } catch (error) {
    if (error instanceof GuestExit) return "exit";
    throw error;
  }
}

const tuples = [...wasiSignatures].map(([name, { params }]) => ({
  name,
  values: fc.tuple(...params.map((type) => (type === "i32" ? i32 : i64) as fc.Arbitrary<number | bigint>)),
}));

describe("any call with any numbers", () => {
  it.each(tuples)("$name gives an errno and never throws", ({ name, values }) => {
    fc.assert(
      fc.property(values, (numbers) => {
        const answer = callSafely(furnished(), name, numbers);
        if (answer === "exit") return name.startsWith("proc_");
        return Number.isInteger(answer) && answer >= 0 && answer <= LAST_ERRNO;
      }),
      { numRuns: RUNS },
    );
  });

  it.each(trees)("in any order leaves a host that still works, with /tmp $tree", ({ open }) => {
    const anyCall = fc.oneof(
      ...tuples.map(({ name, values }) => values.map((numbers) => ({ name, numbers }))),
    );
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 60 }), (calls) => {
        const on = furnished(open);
        for (const { name, numbers } of calls) callSafely(on, name, numbers);
        const { bytes, entries } = on.host.fileSystem.usage();
        on.host.fileSystem.close();
        return bytes >= 0 && bytes <= 100_000 && entries >= 0 && entries <= 200;
      }),
      { numRuns: RUNS / 3 },
    );
  });
});

/** Calls whose results have a place and size that the arguments tell: [pointer's index, bytes or index of the length]. */
const outputs: Readonly<
  Record<
    string,
    readonly (readonly [pointer: number, bytes: number | { readonly at: number; readonly times?: number }])[]
  >
> = {
  args_sizes_get: [
    [0, 4],
    [1, 4],
  ],
  args_get: [
    [0, 8],
    [1, 5],
  ],
  environ_sizes_get: [
    [0, 4],
    [1, 4],
  ],
  environ_get: [
    [0, 4],
    [1, 4],
  ],
  clock_res_get: [[1, 8]],
  clock_time_get: [[2, 8]],
  fd_fdstat_get: [[1, 24]],
  fd_filestat_get: [[1, 64]],
  fd_prestat_get: [[1, 8]],
  fd_prestat_dir_name: [[1, { at: 2 }]],
  fd_readdir: [
    [1, { at: 2 }],
    [4, 4],
  ],
  fd_seek: [[3, 8]],
  fd_tell: [[1, 8]],
  fd_write: [[3, 4]],
  fd_pwrite: [[4, 4]],
  path_filestat_get: [[4, 64]],
  path_open: [[8, 4]],
  path_readlink: [
    [3, { at: 4 }],
    [5, 4],
  ],
  poll_oneoff: [
    [1, { at: 2, times: 32 }],
    [3, 4],
  ],
  random_get: [[0, { at: 1 }]],
};

describe("memory outside the stated ranges", () => {
  it.each(tuples.filter(({ name }) => !["fd_read", "fd_pread"].includes(name)))(
    "stays as it was under $name",
    ({ name, values }) => {
      fc.assert(
        fc.property(values, (numbers) => {
          const on = furnished();
          const before = on.bytes.slice();
          callSafely(on, name, numbers);
          for (const [pointer, size] of outputs[name] ?? []) {
            const start = Number(numbers[pointer]) >>> 0;
            const length =
              typeof size === "number" ? size : (Number(numbers[size.at]) >>> 0) * (size.times ?? 1);
            before.set(on.bytes.subarray(start, start + length), Math.min(start, before.length));
          }
          return Buffer.compare(before, on.bytes) === 0;
        }),
        { numRuns: RUNS / 5 },
      );
    },
  );

  it.each(["fd_read", "fd_pread"])("stays as it was under %s, but for the buffers of its iovecs", (name) => {
    const iovec = fc.tuple(fc.integer({ min: 70_000, max: MEMORY_BYTES + 8 }), fc.nat({ max: 40 }));
    fc.assert(
      fc.property(fc.array(iovec, { maxLength: 5 }), fc.constantFrom(0, 3, 4, 5, 6), (iovecs, fd) => {
        const on = furnished();
        for (const [index, [pointer, length]] of iovecs.entries()) {
          on.view.setUint32(2_048 + index * 8, pointer, true);
          on.view.setUint32(2_052 + index * 8, length, true);
        }
        const before = on.bytes.slice();
        const tail = name === "fd_pread" ? [2n, 100] : [100];
        const errno = callSafely(on, name, [fd, 2_048, iovecs.length, ...tail]);
        const ranges = [[100, 4], ...iovecs];
        if (errno === 0)
          for (const [start, length] of ranges)
            before.set(on.bytes.subarray(start!, start! + length!), start!);
        return Buffer.compare(before, on.bytes) === 0;
      }),
      { numRuns: RUNS },
    );
  });
});

describe("the thirteen hostile probes that other hosts fell for", () => {
  it.each([
    ["an iovec array outside", "fd_write", [1, 0xfffffff0 | 0, 1, 0], 21],
    ["a count of 2^32-1", "fd_write", [1, 0, -1, 16], 28],
    ["a count of a million", "fd_write", [1, 0, 1_000_000, 16], 28],
    ["4 GiB of random", "random_get", [0, -1], 21],
    ["random over the end", "random_get", [MEMORY_BYTES - 6, 100], 21],
    ["a clock over the end", "clock_time_get", [1, 0n, MEMORY_BYTES - 1], 21],
    ["clock 99", "clock_time_get", [99, 0n, 0], 28],
    ["arguments over the end", "args_get", [MEMORY_BYTES - 1, MEMORY_BYTES - 1], 21],
    ["no subscription", "poll_oneoff", [0, 0, 0, 0], 28],
    ["2^31 subscriptions", "poll_oneoff", [0, 0, 0x7fffffff, 0], 28],
    ["descriptor -1", "fd_write", [-1, 0, 0, 0], 8],
  ] as const)("%s: %s answers an errno", (_probe, name, values, errno) => {
    expect(furnished().call[name]!(...values)).toBe(errno);
  });

  it("buffers outside, behind a good iovec array, for writing and reading", () => {
    const on = furnished();
    expect(on.call["fd_write"]!(1, ...on.iovec(0xffff0000, 0x20000), 16)).toBe(21);
    expect(on.call["fd_read"]!(0, ...on.iovec(MEMORY_BYTES - 4, 8), 16)).toBe(21);
    expect(on.host.output(1)).toBe("");
  });

  it("iovecs of more than 4 GiB together", () => {
    const on = furnished();
    for (let index = 0; index < 1_024; index++) {
      on.view.setUint32(16_384 + index * 8, 0, true);
      on.view.setUint32(16_388 + index * 8, 0xff_ffff, true);
    }
    expect([21, 28]).toContain(on.call["fd_write"]!(1, 16_384, 1_024, 0));
  });
});
