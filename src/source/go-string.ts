const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};
const ESCAPE = /\\(?:([abfnrtv\\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;

/** Value of a Go string literal (go.dev/ref/spec#String_literals); undefined when it is malformed. */
export function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith("`")) return body.replaceAll("\r", "");
  if (!body.includes("\\")) return body;
  let isValid = !body.replace(ESCAPE, "").includes("\\");
  const bytes: number[] = [];
  let at = 0;
  for (const found of body.matchAll(ESCAPE)) {
    bytes.push(...encode(body.slice(at, found.index)));
    const [whole, simple, octal, hex, short, long] = found;
    const value =
      octal === undefined ? Number.parseInt(hex ?? short ?? long ?? "0", 16) : Number.parseInt(octal, 8);
    const isByte = octal !== undefined || hex !== undefined;
    if (value > (isByte ? 0xff : 0x10ffff) || (!isByte && value >= 0xd800 && value < 0xe000)) isValid = false;
    else if (simple !== undefined) bytes.push(...encode(SIMPLE_ESCAPES[simple]!));
    else bytes.push(...(isByte ? [value] : encode(String.fromCodePoint(value))));
    at = found.index + whole.length;
  }
  bytes.push(...encode(body.slice(at)));
  return isValid ? new TextDecoder().decode(Uint8Array.from(bytes)) : undefined;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
