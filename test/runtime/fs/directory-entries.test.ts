import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DirectoryEntries } from "../../../src/runtime/fs/directory-entries.ts";

describe("DirectoryEntries", () => {
  it("behaves like a map that keeps the order of arrival", () => {
    const name = fc.integer({ min: 0, max: 120 }).map(String);
    const step = fc.oneof(
      fc.record({ kind: fc.constant("set" as const), name }),
      fc.record({ kind: fc.constant("delete" as const), name }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const entries = new DirectoryEntries<number>();
        const model = new Map<string, number>();
        for (const [index, { kind, name }] of steps.entries()) {
          if (kind === "set") {
            entries.set(name, index);
            model.set(name, index);
          } else {
            entries.delete(name);
            model.delete(name);
          }
        }
        const listed = Array.from(entries.after(0), (entry) => [entry.name, entry.value]);
        expect(listed).toEqual([...model]);
        expect(entries.size).toBe(model.size);
      }),
    );
  });

  it("goes on from a cookie whose entry is gone", () => {
    const entries = new DirectoryEntries<number>();
    for (let index = 0; index < 500; index++) entries.set(`n${index}`, index);
    const at = [...entries.after(0)][100]!.cookie;
    for (let index = 0; index < 400; index++) entries.delete(`n${index}`);
    expect([...entries.after(at)].map(({ name }) => name)).toEqual(
      Array.from({ length: 100 }, (_, i) => `n${400 + i}`),
    );
  });

  it("keeps the cookie of a name that gets another value", () => {
    const entries = new DirectoryEntries<number>();
    entries.set("a", 1);
    entries.set("b", 2);
    const [first] = entries.after(0);
    entries.set("a", 3);
    expect([...entries.after(0)].map(({ cookie, value }) => [cookie, value])).toEqual([
      [first!.cookie, 3],
      [first!.cookie + 1, 2],
    ]);
  });
});
