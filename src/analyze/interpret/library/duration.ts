/** Text of a time.Duration in nanoseconds (time.Duration.String). */
export function durationText(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const all = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (all < 1_000n) return `${sign}${all}ns`;
  if (all < 1_000_000n) return `${sign}${decimals(all, 1_000n)}\u00c2\u00b5s`;
  if (all < 1_000_000_000n) return `${sign}${decimals(all, 1_000_000n)}ms`;
  const minutes = all / 60_000_000_000n;
  const seconds = `${decimals(all % 60_000_000_000n, 1_000_000_000n)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

function decimals(value: bigint, unit: bigint): string {
  const rest = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, "0")
    .replace(/0+$/, "");
  return rest === "" ? `${value / unit}` : `${value / unit}.${rest}`;
}
