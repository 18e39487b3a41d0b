import { normal } from "../integer.ts";
import type { NativeFunction } from "../native.ts";
import type { Value } from "../value.ts";
import { native, newError, pure } from "./define.ts";
import { quoted } from "./quote.ts";

function atoi(text: string): readonly Value[] | undefined {
  if (/^[+-]?[0-9]{1,18}$/.test(text)) return [normal(BigInt(text.replace(/^\+/, ""))), null];
  const why = quoted(text);
  return why === undefined || /^[+-]?[0-9]+$/.test(text)
    ? undefined
    : [0, newError(`strconv.Atoi: parsing ${why}: invalid syntax`)];
}

/** Package strconv. */
export const STRCONV: Readonly<Record<string, NativeFunction>> = {
  Itoa: pure("Itoa", "int -> string", (value: number | bigint) => String(value)),
  Atoi: native(
    "Atoi",
    "string -> int error",
    (m, [text]) => atoi(text as string) ?? m.unknown("a number out of range"),
  ),
  FormatInt: native("FormatInt", "int64 int -> string", (m, [value, base]) =>
    (base as number) < 2 || (base as number) > 36
      ? m.unknown("a base")
      : (value as number).toString(base as number),
  ),
  FormatBool: pure("FormatBool", "bool -> string", (value: boolean) => String(value)),
  Quote: native(
    "Quote",
    "string -> string",
    (m, [text]) => quoted(text as string) ?? m.unknown("text beyond ASCII"),
  ),
};
