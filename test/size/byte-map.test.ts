import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claim, createByteMap, createOwners, NOBODY, ownerIndex, sumBytes } from "../../src/size/byte-map.ts";
import { KINDS } from "../../src/size/kinds.ts";
import { sum } from "./no-compression.ts";

const someClaim = fc.record({
  from: fc.integer({ min: -10, max: 300 }),
  length: fc.integer({ min: -5, max: 120 }),
  kind: fc.constantFrom(...KINDS.slice(1)),
  owner: fc.constantFrom("", "main", "fmt", "runtime"),
});

describe("a map of bytes", () => {
  test("sums to its length whatever is claimed", () => {
    fc.assert(
      fc.property(fc.nat(256), fc.array(someClaim), (length, claims) => {
        const map = createByteMap(length);
        const owners = createOwners();
        for (const { from, length: size, kind, owner } of claims) {
          claim(map, from, from + size, kind, owner === "" ? NOBODY : ownerIndex(owners, owner));
        }
        const { byKind, byPackage, unattributedBytes } = sumBytes(map, owners);
        expect(sum(byKind)).toBe(length);
        expect(sum(byPackage) + unattributedBytes).toBe(length);
      }),
    );
  });

  test("keeps the first claim on a byte", () => {
    const map = createByteMap(10);
    const owners = createOwners();
    claim(map, 2, 5, "code", ownerIndex(owners, "main"));
    claim(map, 0, 10, "data", NOBODY);
    expect(sumBytes(map, owners)).toEqual({
      byKind: [
        { name: "data", bytes: 7 },
        { name: "code", bytes: 3 },
      ],
      byPackage: [{ name: "main", bytes: 3 }],
      unattributedBytes: 7,
    });
  });

  test("has a number for each of 65,534 packages and one for all others", () => {
    const owners = createOwners();
    const numbers = Array.from({ length: 0xfffe }, (_, i) => ownerIndex(owners, `p${i + 1}`));
    expect(numbers.every((number, i) => number === i + 1)).toBe(true);
    expect(ownerIndex(owners, "one more")).toBe(0xffff);
    expect(ownerIndex(owners, "and another")).toBe(0xffff);
    expect(ownerIndex(owners, "p7")).toBe(7);
    expect(owners.names[0xffff]).toBe("(other packages)");
  });
});
