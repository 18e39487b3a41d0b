/** Amounts as people and our own flags write them. */

const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const DECIMAL_UNITS = ["", "K", "M", "G", "T", "P"] as const;

/** A count with thousands separators: 50,000,000. */
export function grouped(count: bigint | number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Bytes in the largest binary unit that leaves at least 1, with at most two decimals: 64MiB, 1.5GiB. */
export function bytesText(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < BINARY_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${Number(amount.toFixed(2))}${BINARY_UNITS[unit]}`;
}

/** Bytes as a flag takes them: the largest binary unit that is exact (64MiB, 1536KiB). */
export function bytesFlag(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  while (amount !== 0 && amount % 1024 === 0 && unit < BINARY_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${BINARY_UNITS[unit]}`;
}

/** Fuel as a flag takes it: the largest decimal unit that is exact (200M, 10G, 1500K). */
export function fuelText(units: bigint): string {
  let unit = 0;
  let amount = units;
  while (amount !== 0n && amount % 1000n === 0n && unit < DECIMAL_UNITS.length - 1) {
    amount /= 1000n;
    unit += 1;
  }
  return `${amount}${DECIMAL_UNITS[unit]}`;
}

/** A duration as a sentence has it: 1.84 s. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100_000 ? 2 : 0)} s`;
}

/** A duration as a flag takes it: 500ms, 5s. */
export function durationText(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Text from a guest for a line of a terminal or a report: no control or direction characters, cut at `limit` characters. */
export function printableText(text: string, limit = 200): string {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}
