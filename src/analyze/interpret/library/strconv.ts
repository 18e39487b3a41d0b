import { normal } from "../integer.ts";
import type { Machine } from "../machine.ts";
import type { NativeFunction } from "../native.ts";
import { bytesSlice } from "../text.ts";
import type { Value } from "../value.ts";
import { listOf, native, newError, newSlice, pure } from "./define.ts";
import { fixedText, floatText } from "./float-text.ts";
import { quoted } from "./quote.ts";

/** What is wrong with a number, as strconv's errors say it. */
function refused(
  m: Machine,
  fn: string,
  text: string,
  value: Value,
  why: string,
): readonly Value[] | undefined {
  const shown = quoted(text);
  return shown === undefined
    ? m.unknown("text beyond ASCII")
    : [value, newError(`strconv.${fn}: parsing ${shown}: ${why}`)];
}

/** A whole number in a base of 2 to 36, or 0 for the one that its prefix says; undefined when it is none. */
function wholeIn(text: string, base: number): bigint | undefined {
  const [, sign, body] = /^([+-]?)(.*)$/s.exec(text)!;
  let [radix, digits] = [base, body!];
  if (base === 0) {
    const [prefix] = /^0[xXoObB]/.exec(digits) ?? [];
    radix =
      prefix === undefined
        ? /^0[0-9]/.test(digits)
          ? 8
          : 10
        : { x: 16, o: 8, b: 2 }[prefix[1]!.toLowerCase()]!;
    digits = digits.slice(prefix?.length ?? 0);
    if (digits.includes("_")) return undefined;
  }
  if (digits === "" || digits.length > 80) return undefined;
  let value = 0n;
  for (const unit of digits) {
    const digit = /[0-9a-zA-Z]/.test(unit) ? Number.parseInt(unit, 36) : 99;
    if (digit >= radix) return undefined;
    value = value * BigInt(radix) + BigInt(digit);
  }
  return sign === "-" ? -value : value;
}

interface Reading {
  readonly fn: string;
  readonly text: string;
  readonly base: number;
  readonly bits: number;
  readonly signed: boolean;
}

function parsed(m: Machine, { fn, text, base, bits, signed }: Reading): readonly Value[] | undefined {
  if (base === 1 || base > 36 || bits > 64 || (base === 0 && text.includes("_")) || text.length > 80)
    return m.unknown("a number");
  const value = !signed && /^[+-]/.test(text) ? undefined : wholeIn(text, base);
  if (value === undefined) return refused(m, fn, text, 0, "invalid syntax");
  const width = bits === 0 ? 64n : BigInt(bits);
  const least = signed ? -(1n << (width - 1n)) : 0n;
  const most = signed ? (1n << (width - 1n)) - 1n : (1n << width) - 1n;
  if (value >= least && value <= most) return [normal(value), null];
  return refused(m, fn, text, normal(value < least ? least : most), "value out of range");
}

function parsedFloat(m: Machine, text: string, bits: number): readonly Value[] | undefined {
  if (bits !== 64 || text.length > 40) return m.unknown("a float");
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? [value, null] : m.unknown("a large float");
  }
  if (/inf|nan|[xX_]/i.test(text)) return m.unknown("a float");
  return refused(m, "ParseFloat", text, 0, "invalid syntax");
}

function inBase(m: Machine, value: Value, base: number): string | undefined {
  return base < 2 || base > 36 ? m.unknown("a base") : (value as number | bigint).toString(base);
}

function formatFloat(m: Machine, [value, verb, places, bits]: readonly Value[]): string | undefined {
  const format = String.fromCharCode(verb as number);
  const size = places as number;
  if (!Number.isFinite(value)) return m.unknown("a float");
  if (format === "f" && size >= 0 && size < 60) return fixedText(value as number, size);
  if (format === "g" && size === -1) return floatText(value as number, bits as number, 21);
  if (format === "f" && size === -1) {
    const text = floatText(value as number, bits as number, 400);
    return text.includes("e") ? m.unknown("a float") : text;
  }
  return m.unknown("a format");
}

const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];
const INT: Omit<Reading, "fn" | "text"> = { base: 10, bits: 64, signed: true };

/** Adds text to a slice of bytes that has no room of its own. */
function appendTo(m: Machine, list: Value, text: string | undefined): Value | undefined {
  if (text === undefined) return undefined;
  const old = listOf(list);
  if (!m.takes(old.length + text.length)) return undefined;
  return list === null ? bytesSlice(text) : newSlice([...old, ...listOf(bytesSlice(text))]);
}

/** Package strconv. */
export const STRCONV: Readonly<Record<string, NativeFunction>> = {
  Itoa: pure("Itoa", "int -> string", (value: number | bigint) => String(value)),
  Atoi: native("Atoi", "string -> int error", (m, [text]) =>
    parsed(m, { ...INT, fn: "Atoi", text: text as string }),
  ),
  ParseInt: native("ParseInt", "string int int -> int64 error", (m, [text, base, bits]) =>
    parsed(m, {
      fn: "ParseInt",
      text: text as string,
      base: base as number,
      bits: bits as number,
      signed: true,
    }),
  ),
  ParseUint: native("ParseUint", "string int int -> uint64 error", (m, [text, base, bits]) =>
    parsed(m, {
      fn: "ParseUint",
      text: text as string,
      base: base as number,
      bits: bits as number,
      signed: false,
    }),
  ),
  ParseFloat: native("ParseFloat", "string int -> float64 error", (m, [text, bits]) =>
    parsedFloat(m, text as string, bits as number),
  ),
  ParseBool: native("ParseBool", "string -> bool error", (m, [text]) =>
    TRUE.includes(text as string)
      ? [true, null]
      : FALSE.includes(text as string)
        ? [false, null]
        : refused(m, "ParseBool", text as string, false, "invalid syntax"),
  ),
  FormatInt: native("FormatInt", "int64 int -> string", (m, [value, base]) =>
    inBase(m, value!, base as number),
  ),
  FormatUint: native("FormatUint", "uint64 int -> string", (m, [value, base]) =>
    inBase(m, value!, base as number),
  ),
  FormatFloat: native("FormatFloat", "float64 byte int int -> string", formatFloat),
  FormatBool: pure("FormatBool", "bool -> string", (value: boolean) => String(value)),
  AppendInt: native("AppendInt", "[]byte int64 int -> []byte", (m, [list, value, base]) =>
    appendTo(m, list!, inBase(m, value!, base as number)),
  ),
  Quote: native(
    "Quote",
    "string -> string",
    (m, [text]) => quoted(text as string) ?? m.unknown("text beyond ASCII"),
  ),
};
