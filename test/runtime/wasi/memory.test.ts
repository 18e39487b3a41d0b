import { expect, it } from "vitest";
import { GuestMemory } from "../../../src/runtime/wasi/memory.ts";

const PAGE_BYTES = 65_536;

it("sees the guest's memory as it is after every growth, also by nothing", () => {
  const own = new WebAssembly.Memory({ initial: 0 });
  const memory = new GuestMemory();
  expect(() => memory.range(0, 1)).toThrow();
  memory.bind(own);
  for (const pages of [0, 1, 0, 2]) {
    own.grow(pages);
    const size = own.buffer.byteLength;
    expect(() => memory.range(size, 1)).toThrow();
    expect(memory.view().byteLength).toBe(size);
    if (size < PAGE_BYTES) continue;
    memory.writeU32(size - 4, pages + 1);
    expect(new DataView(own.buffer).getUint32(size - 4, true)).toBe(pages + 1);
  }
});

it("belongs to the memory that was bound last", () => {
  const memory = new GuestMemory();
  memory.bind(new WebAssembly.Memory({ initial: 1 }));
  memory.writeU32(0, 1);
  const second = new WebAssembly.Memory({ initial: 1 });
  memory.bind(second);
  memory.writeU32(0, 2);
  expect(new DataView(second.buffer).getUint32(0, true)).toBe(2);
});
