import { type CodedRecords, PCTAB_WORDS, RECORD, RELATIVE_WORDS } from "../../wasm/function-records.ts";
import { Op } from "../../wasm/opcodes.ts";
import { i32Const, indexed, VOID_BLOCK } from "../rewrite/assemble.ts";

/** Locals of the code, all i32 and 0 at first. */
const Local = {
  row: 0,
  record: 1,
  previous: 2,
  read: 3,
  k: 4,
  value: 5,
  shift: 6,
  byte: 7,
  pcdataEnd: 8,
  words: 9,
  known: 10,
  at: 11,
} as const;

/** How many locals `unpackCode` uses, from 0 on. */
export const UNPACK_LOCALS = 12;

const I32 = {
  load: 0x28,
  load8U: 0x2d,
  store: 0x36,
  ltU: 0x49,
  geU: 0x4f,
  and: 0x71,
  or: 0x72,
  xor: 0x73,
  shl: 0x74,
  shrU: 0x76,
  rotr: 0x78,
} as const;

const get = (local: number): number[] => indexed(Op.localGet, local);
const set = (local: number, ...code: number[]): number[] => [...code, ...indexed(Op.localSet, local)];
const plus = (local: number, amount: number): number[] => [...get(local), ...i32Const(amount | 0), Op.i32Add];
const word = (base: number): number[] => [
  ...get(base),
  ...get(Local.k),
  ...i32Const(2),
  ...[I32.shl, Op.i32Add],
];
const loop = (...code: number[]): number[] => [Op.loop, VOID_BLOCK, ...code, Op.brIf, 0, Op.end];
const choose = (condition: readonly number[], yes: readonly number[], no: readonly number[]): number[] => [
  ...[...condition, Op.if, VOID_BLOCK, ...yes],
  ...(no.length === 0 ? [] : [Op.else, ...no]),
  Op.end,
];

/**
 * Instructions that do what `decodeRecords` does. They end whatever memory holds: each turn of a loop reads or writes
 * further on than the one before.
 */
export function unpackCode({ ftab, functions, records, coded, pctab }: CodedRecords): number[] {
  const { row, record, previous, read, k, value, pcdataEnd, words, known, at } = Local;
  const oneWord = [
    ...readNumber(),
    ...decodeWord(pctab),
    ...[...word(record), ...get(value), I32.store, 2, 0],
    ...choose(isWord(RECORD.pcdataCount), set(pcdataEnd, ...plus(value, RECORD.words)), []),
    ...choose(
      isWord(RECORD.funcId),
      set(words, ...get(pcdataEnd), ...get(value), ...i32Const(24), I32.shrU, Op.i32Add),
      [],
    ),
    ...set(k, ...plus(k, 1)),
    ...[...get(k), ...get(words), I32.ltU],
  ];
  const entry = [...get(row), ...i32Const(3), I32.shl, ...i32Const(ftab | 0), Op.i32Add];
  // Behind the loop over words, k is their number.
  const gap = [...word(record), ...i32Const(0), I32.store, 2, 0];
  const oneRecord = [
    ...set(k, ...i32Const(0)),
    ...set(pcdataEnd, ...i32Const(-1)),
    ...set(words, ...i32Const(RECORD.words)),
    ...loop(...oneWord),
    ...choose([...get(words), ...i32Const(1), I32.and], gap, []),
    ...[...entry, ...indexed(Op.localTee, at), ...get(record), I32.load, 2, 0, I32.store, 2, 0],
    ...[...get(at), ...plus(record, -ftab), I32.store, 2, 4],
    ...set(previous, ...get(record)),
    ...set(record, ...get(record), ...get(words), ...i32Const(2), I32.shl, Op.i32Add, ...roundUp()),
    ...[...plus(row, 1), ...indexed(Op.localTee, row), ...i32Const(functions), I32.ltU],
  ];
  return [
    ...set(record, ...i32Const(records | 0)),
    ...set(previous, ...get(record)),
    ...set(read, ...i32Const(coded | 0)),
    ...set(known, ...i32Const(1)),
    ...loop(...oneRecord),
  ];
}

/** The number on the stack, to a multiple of 8. */
function roundUp(): number[] {
  return [...i32Const(7), Op.i32Add, ...i32Const(-8), I32.and];
}

function isWord(index: number): number[] {
  return [...get(Local.k), ...i32Const(index), Op.i32Eq];
}

function isIn(mask: number): number[] {
  return [...i32Const(mask | 0), ...get(Local.k), I32.shrU, ...i32Const(1), I32.and];
}

/** A number of variable length into `value`. */
function readNumber(): number[] {
  const { read, value, shift, byte } = Local;
  return [
    ...set(value, ...i32Const(0)),
    ...set(shift, ...i32Const(0)),
    ...loop(
      ...set(byte, ...get(read), I32.load8U, 0, 0),
      ...set(read, ...plus(read, 1)),
      ...set(value, ...get(byte), ...i32Const(0x7f), I32.and, ...get(shift), I32.shl, ...get(value), I32.or),
      ...set(shift, ...plus(shift, 7)),
      ...[...get(byte), ...i32Const(0x7f), Op.i32GtU],
    ),
  ];
}

/** The number in `value` becomes the word that it stands for. */
function decodeWord(pctab: number): number[] {
  const { k, value, previous, pcdataEnd } = Local;
  const sign = [...i32Const(0), ...get(value), ...i32Const(1), I32.and, Op.i32Sub];
  const change = [...get(value), ...i32Const(1), I32.shrU, ...sign, I32.xor];
  const relative = set(value, ...word(previous), I32.load, 2, 0, ...change, Op.i32Add);
  const rotated = choose(isWord(RECORD.funcId), set(value, ...get(value), ...i32Const(8), I32.rotr), []);
  return choose(
    [...get(k), ...get(pcdataEnd), I32.geU],
    set(value, ...plus(value, -1)),
    choose(isIn(PCTAB_WORDS), decodePcTable(pctab), choose(isIn(RELATIVE_WORDS), relative, rotated)),
  );
}

function decodePcTable(pctab: number): number[] {
  const { value, known, at, byte } = Local;
  const skipNumber = loop(
    ...set(byte, ...get(at), I32.load8U, 0, 0),
    ...set(at, ...plus(at, 1)),
    ...[...get(byte), ...i32Const(0x7f), Op.i32GtU],
  );
  const next = [
    ...set(value, ...get(known)),
    ...set(at, ...plus(known, pctab)),
    ...loop(...skipNumber, ...skipNumber, ...get(at), I32.load8U, 0, 0),
    ...set(known, ...plus(at, 1 - pctab)),
  ];
  const counted = choose(
    [...get(value), ...i32Const(1), Op.i32Eq],
    set(value, ...i32Const(0)),
    set(value, ...plus(known, 1), ...get(value), Op.i32Sub),
  );
  return choose([...get(value), Op.i32Eqz], next, counted);
}
