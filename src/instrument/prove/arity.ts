/** How many values an instruction takes and leaves, for those that neither call nor branch: 4 bits each; 0xff where it is not told. */
const ARITY: Uint8Array = build();

/** Takes and leaves, or undefined for an instruction of which that is not told here. */
export function arityOf(opcode: number): { readonly takes: number; readonly leaves: number } | undefined {
  const arity = ARITY[opcode] ?? 0xff;
  return arity === 0xff ? undefined : { takes: arity >> 4, leaves: arity & 15 };
}

/** Numeric, memory and reference instructions of the first 0x108 opcodes (core specification 2.0, 5.4). */
function build(): Uint8Array {
  const table = new Uint8Array(0x108).fill(0xff);
  const set = (arity: number, ...ranges: readonly (readonly [number, number])[]): void => {
    for (const [first, last] of ranges) table.fill(arity, first, last + 1);
  };
  const [push, unary, binary, store] = [0x01, 0x11, 0x21, 0x20];
  set(0x31, [0x1b, 0x1b]);
  set(
    unary,
    [0x28, 0x35],
    [0x45, 0x45],
    [0x50, 0x50],
    [0x67, 0x69],
    [0x79, 0x7b],
    [0x8b, 0x91],
    [0x99, 0x9f],
  );
  set(unary, [0xa7, 0xc4], [0xd1, 0xd1], [0x100, 0x107]);
  set(store, [0x36, 0x3e]);
  set(push, [0x3f, 0x3f], [0x43, 0x44], [0xd0, 0xd0], [0xd2, 0xd2]);
  set(binary, [0x46, 0x4f], [0x51, 0x66], [0x6a, 0x78], [0x7c, 0x8a], [0x92, 0x98], [0xa0, 0xa6]);
  return table;
}
