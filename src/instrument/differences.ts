import { type ByteRange, SectionId, type WasmModule } from "../wasm/module.ts";
import type { FunctionMap, VerifyDifference } from "./report.ts";

/** More are not listed: after a few it is plain that the artifact is another one. */
const MOST_DIFFERENCES = 20;

/**
 * Where an artifact differs from what it should be: sections, and in the code section functions, each with the offset of
 * the first byte that differs. `map` names the functions of the expected module.
 */
export function differencesOf(
  artifact: WasmModule,
  expected: WasmModule,
  map: FunctionMap,
): readonly VerifyDifference[] {
  const names = new Map(map.functions.map(({ index, name }) => [index, name]));
  const differences: VerifyDifference[] = [];
  const imported = expected.importedCounts.function;
  for (const [position, body] of artifact.code.entries()) {
    const offset = firstDifference(artifact, body, expected, expected.code[position]);
    if (offset === undefined) continue;
    const index = imported + position;
    differences.push({ section: "code", offset, function: { index, name: names.get(index) ?? "" } });
    if (differences.length === MOST_DIFFERENCES) return differences;
  }
  if (artifact.code.length < expected.code.length)
    differences.push({ section: "code", offset: artifact.code.at(-1)?.end ?? 0 });
  differences.push(...sectionDifferences(artifact, expected));
  return differences.slice(0, MOST_DIFFERENCES);
}

/** Of sections other than code, in the order of the artifact; those that it lacks come last, at its end. */
function sectionDifferences(artifact: WasmModule, expected: WasmModule): VerifyDifference[] {
  const differences: VerifyDifference[] = [];
  const rest = [...expected.sections];
  for (const { id, name, payload } of artifact.sections) {
    const at = rest.findIndex((other) => other.id === id && other.name === name);
    const [twin] = at < 0 ? [] : rest.splice(at, 1);
    if (id === SectionId.code && twin !== undefined) continue;
    const offset = firstDifference(artifact, payload, expected, twin?.payload);
    if (offset !== undefined) differences.push({ section: name, offset });
  }
  return [...differences, ...rest.map(({ name }) => ({ section: name, offset: artifact.bytes.length }))];
}

/** Offset in the artifact of the first byte that is not as expected; undefined when there is none. */
function firstDifference(
  artifact: WasmModule,
  { start, end }: ByteRange,
  expected: WasmModule,
  twin: ByteRange | undefined,
): number | undefined {
  if (twin === undefined) return start;
  const length = Math.min(end - start, twin.end - twin.start);
  for (let i = 0; i < length; i++) {
    if (artifact.bytes[start + i] !== expected.bytes[twin.start + i]) return start + i;
  }
  return end - start === twin.end - twin.start ? undefined : start + length;
}
