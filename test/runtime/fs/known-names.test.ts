import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KnownNames } from "../../../src/runtime/fs/known-names.ts";
import type { FileNode } from "../../../src/runtime/fs/node.ts";

/** A node that counts who holds it. */
function counted(): FileNode & { holders: number } {
  const node = {
    holders: 1,
    retain: () => {
      node.holders += 1;
    },
    release: () => {
      node.holders -= 1;
    },
  };
  return node as unknown as FileNode & { holders: number };
}

function afterMs(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}

describe("names of live folders", () => {
  test("are known for a moment, and retained for whoever asks", () => {
    const names = new KnownNames();
    const node = counted();
    names.remember(names.newDirectory(), "a", node);
    // A slow machine may take longer than the moment from one line to the next.
    const found = names.find(1, "a");
    expect([undefined, node]).toContain(found);
    expect(node.holders).toBe(found === undefined ? 1 : 3);
  });

  test("have to be looked up again a millisecond later, and are let go then", () => {
    const names = new KnownNames();
    const node = counted();
    names.remember(1, "a", node);
    afterMs(1.1);
    expect(names.find(1, "a")).toBe(undefined);
    expect(node.holders).toBe(1);
  });

  test("of one folder are not those of another", () => {
    const names = new KnownNames();
    const [first, second] = [names.newDirectory(), names.newDirectory()];
    expect(first).not.toBe(second);
    names.remember(first, "a", counted());
    expect(names.find(second, "a")).toBe(undefined);
    expect(names.find(first, "b")).toBe(undefined);
  });

  test("are forgotten all together by a guest that changes one", () => {
    const names = new KnownNames();
    const nodes = ["a", "b", "c"].map((name) => {
      const node = counted();
      names.remember(1, name, node);
      return node;
    });
    names.forget();
    expect(nodes.map(({ holders }) => holders)).toEqual([1, 1, 1]);
    expect(names.find(1, "a")).toBe(undefined);
  });

  test("are 64 at most, the oldest go first", () => {
    const names = new KnownNames();
    const nodes = Array.from({ length: 100 }, (_, index) => {
      const node = counted();
      names.remember(1, `${index}`, node);
      return node;
    });
    expect(nodes.map(({ holders }) => holders)).toEqual([...Array(36).fill(1), ...Array(64).fill(2)]);
  });

  test("hold each node once however they are asked for", () => {
    const step = fc.oneof(
      fc.constantFrom("a", "b", "c").map((name) => ({ name })),
      fc.constantFrom("forget" as const),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const names = new KnownNames();
        const made = new Set<ReturnType<typeof counted>>();
        for (const one of steps) {
          if (one === "forget") {
            names.forget();
            continue;
          }
          const found = names.find(1, one.name);
          if (found !== undefined) {
            found.release();
            continue;
          }
          const node = counted();
          made.add(node);
          names.remember(1, one.name, node);
          node.release();
        }
        names.forget();
        for (const { holders } of made) expect(holders).toBe(0);
      }),
    );
  });
});
