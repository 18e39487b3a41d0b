import type { Generation } from "../../../src/size/go/tables.ts";

/** Addresses of the parts of a tiny program, for tests that damage one. */
export interface TinyGo {
  readonly wasm: Uint8Array;
  readonly at: Readonly<Record<string, number>>;
  /** Offset in the file of the byte at an address. */
  fileOffset(address: number): number;
}

const FUNCTIONS = ["main.main", "fmt.(*pp).print"];
const FIRST_SLOT = 0x1000;
const BASE = 1024;
const MEMORY_BYTES = 65_536;

/**
 * The least module that looks like one of Go's linker: two functions, a type, a string and a variable, with pclntab and
 * moduledata in the layout of one generation (runtime/symtab.go of Go 1.24.11, 1.25.5 and 1.26.8). It does not run.
 */
export function tinyGoModule(generation: Generation): TinyGo {
  const image = new Uint8Array(MEMORY_BYTES);
  const view = new DataView(image.buffer);
  const at: Record<string, number> = {};
  let top = BASE;
  const place = (name: string, bytes: ArrayLike<number> | number, alignment = 1): number => {
    top = Math.ceil(top / alignment) * alignment;
    at[name] = top;
    if (typeof bytes !== "number") image.set(bytes, top);
    top += typeof bytes === "number" ? bytes : bytes.length;
    return at[name];
  };
  const words = (address: number, values: readonly number[]) => {
    values.forEach((value, i) => {
      view.setBigUint64(address + 8 * i, BigInt(value), true);
    });
  };
  const half = (address: number, value: number) => view.setUint32(address, value, true);

  const types = placeType(place, half);
  place("string", ascii("hello, sandglass"));
  if (generation !== "go1.26") place("gofunc", 0, 8);
  const values = place("functionValues", 16, 8);
  words(values, [FIRST_SLOT * 0x10000, (FIRST_SLOT + 1) * 0x10000]);
  if (generation !== "go1.26") place("funcdata", Array(20).fill(9), 8);
  place("gcdata", [3, 5, 0]);
  place("gcbss", [0]);
  const findfunctabBytes = 2 * 16 * 20;
  if (generation !== "go1.26") place("findfunctab", Array(findfunctabBytes).fill(1), 32);
  const header = place("header", 72, 32);
  place("funcnametab", ascii(`${FUNCTIONS.join("\0")}\0`));
  place("cutab", [0, 0, 0, 0, 9, 0, 0, 0], 4);
  place("filetab", ascii("main.go\0\0fmt/print.go\0"));
  place("pctab", [0, 2, 1, 0, 4, 1, 0]);
  const pclntable = place("pclntable", 24 + 2 * RECORD_BYTES, 8);
  if (generation === "go1.26") place("gofunc", Array(20).fill(9), 8);
  if (generation === "go1.26") place("findfunctab", Array(findfunctabBytes).fill(1), 32);
  const epclntab = top;
  place("noptrdata", Array(40).fill(3), 32);
  const data = place("data", 16, 32);
  words(data, [at["string"]!, 16]);
  const moduledata = place(
    "moduledata",
    8 + 6 * 24 + (generation === "go1.26" ? 23 : 22) * 8 + 3 * 24 + 184,
    8,
  );
  const end = top;

  const shift = generation === "go1.24" ? 0x10000 : 1;
  FUNCTIONS.forEach((name, i) => {
    half(pclntable + 8 * i, (FIRST_SLOT + i) * shift);
    half(pclntable + 8 * i + 4, 24 + RECORD_BYTES * i);
    const record = pclntable + 24 + RECORD_BYTES * i;
    half(record + 4, FUNCTIONS.slice(0, i).join("\0").length + (i > 0 ? 1 : 0));
    half(record + 16, 1 + 3 * i);
    half(record + 28, 0);
    half(record + 32, i);
    image[record + 43] = 1;
    half(record + 44, (generation === "go1.26" ? 0 : at["funcdata"]! - at["gofunc"]!) + 10 * i);
    expectName(image, at["funcnametab"]! + view.getInt32(record + 4, true), name);
  });
  half(pclntable + 16, (FIRST_SLOT + 2) * shift);

  half(header, 0xfffffff1);
  image.set([0, 0, 1, 8], header + 4);
  words(header + 8, [2, 2, 0, at["funcnametab"]! - header]);
  const bytes = (name: string, next: string) => at[next]! - at[name]!;
  const pclntableBytes = 24 + 2 * RECORD_BYTES;
  const slice = (start: number, count: number) => [start, count, count];
  words(moduledata, [
    header,
    ...slice(at["funcnametab"]!, FUNCTIONS.join("\0").length + 1),
    ...slice(at["cutab"]!, 2),
    ...slice(at["filetab"]!, bytes("filetab", "pctab")),
    ...slice(at["pctab"]!, 7),
    ...slice(pclntable, pclntableBytes),
    ...slice(pclntable, 3),
    ...[at["findfunctab"]!, FIRST_SLOT * 0x10000, (FIRST_SLOT + 2) * 0x10000, 0, 0],
    ...[at["noptrdata"]!, at["noptrdata"]! + 40, data, data + 16, end, end, end, end, end, end, end],
    ...[at["gcdata"]!, at["gcbss"]!, types, header, types, at["gofunc"]!],
    ...(generation === "go1.26" ? [epclntab] : []),
    ...slice(types, 0),
    ...slice(types, 0),
    ...slice(types, 0),
  ]);

  const wasm = encode(image.slice(BASE, end), at["string"]!, types);
  const payload = wasm.length - (end - BASE);
  return { wasm, at, fileOffset: (address) => payload + address - BASE };
}

const RECORD_BYTES = 48;

/** `type T int` of package main, with its name and its package path. */
function placeType(
  place: (name: string, bytes: ArrayLike<number> | number, alignment?: number) => number,
  half: (address: number, value: number) => void,
): number {
  const type = place("type", 64);
  const names = place("typeNames", [1, 6, ...ascii("main.T"), 0, 4, ...ascii("main")]);
  half(type, 8);
  half(type + 16, 1);
  half(type + 20, 0x02_08_08_05);
  half(type + 40, names - type);
  half(type + 48, names + 8 - type);
  half(type + 56, 16);
  return type;
}

/** Two functions, of which the first names the string and the type; table slots from 0x1000 on. */
function encode(data: Uint8Array, string: number, type: number): Uint8Array {
  const first = [0, 0x41, ...leb(string), 0x1a, 0x41, ...leb(type), 0x1a, 0x0b];
  const second = [0, 1, 1, 0x0b];
  const head = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [2, 0, 0]),
    ...section(4, [1, 0x70, 0, ...leb(FIRST_SLOT + 2)]),
    ...section(5, [1, 0, 1]),
    ...section(9, [1, 0, 0x41, ...leb(FIRST_SLOT), 0x0b, 2, 0, 1]),
    ...section(10, [2, first.length, ...first, second.length, ...second]),
  ];
  return Uint8Array.from([
    ...head,
    ...section(11, [1, 0, 0x41, ...leb(BASE), 0x0b, ...leb(data.length), ...data]),
  ]);
}

function section(id: number, payload: readonly number[]): number[] {
  return [id, ...leb(payload.length), ...payload];
}

/** Three bytes always: signed and unsigned readers agree on it up to 2^20. */
function leb(value: number): number[] {
  return [(value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14];
}

function ascii(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function expectName(image: Uint8Array, start: number, name: string): void {
  const found = new TextDecoder().decode(image.subarray(start, start + name.length));
  if (found !== name) throw new Error(`the tiny module is wrong: ${found} is not ${name}`);
}
