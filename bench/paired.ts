import { cpuUsage } from "node:process";

export interface Variant {
  readonly name: string;
  /** Runs the work once and returns the CPU milliseconds that it took. */
  readonly measure: () => Promise<number> | number;
}

export interface Paired {
  readonly name: string;
  readonly medianMs: number;
  /** Of each round: this variant's time by the first variant's time of the same round; the median of those. */
  readonly ratio: number;
}

/**
 * Runs the variants in turn, A B A B …, reversing the order every other round, so that drift of a noisy machine falls on
 * all alike; the first round warms up and is not counted. Ratios are taken round by round against the first variant.
 */
export async function pairedRounds(variants: readonly Variant[], rounds: number): Promise<readonly Paired[]> {
  const times = variants.map(() => [] as number[]);
  for (let round = -1; round < rounds; round++) {
    const order = variants.map((_, index) => index);
    if (round % 2 === 0) order.reverse();
    for (const index of order) {
      const elapsed = (await variants[index]?.measure()) ?? 0;
      if (round >= 0) times[index]?.push(elapsed);
    }
  }
  const base = times[0] ?? [];
  return variants.map(({ name }, index) => {
    const own = times[index] ?? [];
    return {
      name,
      medianMs: median(own),
      ratio: median(own.map((value, round) => value / (base[round] ?? value))),
    };
  });
}

/** CPU time (user and system) of this process during the work, in milliseconds. */
export async function cpuMsOf(work: () => unknown): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
