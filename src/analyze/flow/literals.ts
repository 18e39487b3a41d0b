import { ESCAPED_CODES } from "../../source/go-string.ts";

/** In a rune literal the quote that ends it is escaped, too. */
const RUNE_ESCAPES: Readonly<Record<string, number>> = { ...ESCAPED_CODES, "'": 39 };

/** Value of an integer literal as it stands in the source; undefined for what is none. */
export function integerOfLiteral(text: string): bigint | undefined {
  const digits = text.replaceAll("_", "").toLowerCase();
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  return /^(0[box][0-9a-f]+|[0-9]+)$/.test(octal) ? BigInt(octal) : undefined;
}

/** Code point of a rune literal as it stands in the source; undefined for what is none. */
export function runeOfLiteral(text: string): number | undefined {
  const body = text.slice(1, -1);
  let code: number | undefined;
  if (body[0] !== "\\") code = body.codePointAt(0);
  else if (/^\\[xuU]/.test(body)) code = Number.parseInt(body.slice(2), 16);
  else if (/^\\[0-7]{3}$/.test(body)) code = Number.parseInt(body.slice(1), 8);
  else code = RUNE_ESCAPES[body[1] ?? ""];
  return Number.isNaN(code) ? undefined : code;
}
