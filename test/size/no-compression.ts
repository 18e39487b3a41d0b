import type { Compressors } from "../../src/size/compressors.ts";
import type { AuditReport, SizedName } from "../../src/size/report.ts";

/** Sizes of compressed bytes are not what most tests are about; half of the input tells the calls apart. */
export const noCompression: Compressors = {
  gzip: async (bytes) => bytes.subarray(0, bytes.length >> 1),
  brotli: async (bytes) => bytes.subarray(0, bytes.length >> 2),
};

export function sum(rows: readonly SizedName[]): number {
  return rows.reduce((total, { bytes }) => total + bytes, 0);
}

/** The three sums of a report that have to be the size of the file. */
export function sums(report: AuditReport): number[] {
  return [sum(report.sections), sum(report.byKind), sum(report.byPackage) + report.unattributedBytes];
}

/** Bytes of a row by its name, 0 when there is none. */
export function bytesOf(rows: readonly SizedName[], name: string): number {
  return rows.find((row) => row.name === name)?.bytes ?? 0;
}
