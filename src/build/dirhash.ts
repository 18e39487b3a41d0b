/** One file of a module zip, under the full name it has there. */
export interface HashedFile {
  readonly name: string;
  /** SHA-256 of the contents, lower-case hex. */
  readonly sha256: string;
}

/**
 * The `h1:` hash of Go's golang.org/x/mod/sumdb/dirhash.Hash1: SHA-256 over the lines "hex  name\n" sorted by the bytes
 * of the names, in base64. `sha256` returns lower-case hex.
 */
export function hash1(files: readonly HashedFile[], sha256: (data: string) => string): string {
  const sorted = files.map(({ name, sha256 }) => ({ key: utf8Key(name), line: `${sha256}  ${name}\n` }));
  sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return `h1:${base64OfHex(sha256(sorted.map(({ line }) => line).join("")))}`;
}

/** A string whose UTF-16 order is the order of the UTF-8 bytes. */
function utf8Key(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function base64OfHex(hex: string): string {
  return btoa(
    (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(""),
  );
}
