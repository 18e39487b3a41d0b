/** 2603762 → "2,603,762", also for decimal strings beyond 2^53; anything else is returned as it is. */
export function formatCount(count: number | string): string {
  return String(count).replace(/^(-?)(\d+)(\.\d+)?$/, (_, sign: string, whole: string, rest: string = "") => {
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
  });
}

/** 1 error, 2 errors. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** 2603762 → "2.48 MiB": three digits, in powers of 1024, as the limits are given. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 1023.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${bytes < 0 ? "-" : ""}${value.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

/** A change in bytes, always with a sign. */
export function formatByteChange(bytes: number): string {
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes);
}

/** 1842.4 → "1.84 s", 12.31 → "12.3 ms". */
export function formatMs(milliseconds: number): string {
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds >= 99.5 ? milliseconds.toFixed(0) : milliseconds.toFixed(1)} ms`;
}

/** Part of a whole as "12.3 %"; an empty whole has no parts. */
export function formatShare(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : "0.0 %";
}

/** A change relative to what was before, always with a sign: "+14.5 %". */
export function formatShareChange(change: number, before: number): string {
  return `${change > 0 ? "+" : ""}${formatShare(change, before)}`;
}

/** Part of a whole between 0 and 1, for bars; safe for decimal strings and for a whole of 0. */
export function fraction(part: number | string, whole: number | string): number {
  const value = Number(part) / Number(whole);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
