import { concatBytes } from "./concat-bytes.ts";
import { checkCount, MOST } from "./counts.ts";
import { ByteCursor } from "./cursor.ts";
import { encodeUnsigned } from "./leb.ts";
import type { ModuleShape } from "./module.ts";

/** What the name section says (core specification, appendix 7.4). Indices include imports. */
export interface NameSection {
  readonly module: string | undefined;
  readonly functions: ReadonlyMap<number, string>;
  /** Function index → local index → name. */
  readonly locals: ReadonlyMap<number, ReadonlyMap<number, string>>;
}

const EMPTY: NameSection = { module: undefined, functions: new Map(), locals: new Map() };
const ENCODER = new TextEncoder();

/**
 * Reads the name section of a module; all empty when there is none.
 * Names are advice only, so a malformed or an excessive section is no error: reading stops where it goes wrong and keeps what
 * came before.
 */
export function readNames(module: ModuleShape): NameSection {
  const custom = module.customSections.find((section) => section.name === "name");
  if (custom === undefined) return EMPTY;
  const cursor = new ByteCursor(module.bytes, custom.contents.start, custom.contents.end);
  const names: NamesInProgress = {
    module: undefined,
    functions: new Map(),
    locals: new Map(),
    entryCount: 0,
  };
  try {
    while (!cursor.done) readSubsection(cursor, names);
  } catch {
    // What was read until here is the answer.
  }
  const { module: ownName, functions, locals } = names;
  return { module: ownName, functions, locals };
}

interface NamesInProgress {
  module: string | undefined;
  functions: Map<number, string>;
  locals: Map<number, Map<number, string>>;
  /** Of every kind, repeated ones too. */
  entryCount: number;
}

function readSubsection(cursor: ByteCursor, names: NamesInProgress): void {
  const id = cursor.byte("a name subsection");
  const { start, end } = cursor.range("a name subsection");
  const inner = new ByteCursor(cursor.bytes, start, end);
  if (id === 0) names.module = inner.name("the module's name");
  if (id === 1) readNameMap(inner, names.functions, names);
  if (id !== 2) return;
  for (let left = inner.count("functions with named locals"); left > 0; left--) {
    const locals = new Map<number, string>();
    names.locals.set(inner.u32("a function index"), locals);
    countEntry(inner, names);
    readNameMap(inner, locals, names);
  }
}

function readNameMap(cursor: ByteCursor, map: Map<number, string>, names: NamesInProgress): void {
  for (let left = cursor.count("names"); left > 0; left--) {
    map.set(cursor.u32("an index"), cursor.name("a name"));
    countEntry(cursor, names);
  }
}

function countEntry(cursor: ByteCursor, names: NamesInProgress): void {
  names.entryCount += 1;
  checkCount(names.entryCount, MOST.names, "names", cursor.offset);
}

/** The contents of a name section (what stands behind the section's own name), indices in rising order. */
export function encodeNames(names: NameSection): Uint8Array {
  const parts: Uint8Array[] = [];
  if (names.module !== undefined) parts.push(subsection(0, encodeName(names.module)));
  if (names.functions.size > 0) parts.push(subsection(1, encodeNameMap(names.functions)));
  if (names.locals.size > 0) {
    const functions = [...names.locals].sort((a, b) => a[0] - b[0]);
    const entries = functions.map(([index, map]) =>
      concatBytes([Uint8Array.from(encodeUnsigned(index)), encodeNameMap(map)]),
    );
    const body = concatBytes([Uint8Array.from(encodeUnsigned(functions.length)), ...entries]);
    parts.push(subsection(2, body));
  }
  return concatBytes(parts);
}

/** A length-prefixed UTF-8 name. */
export function encodeName(name: string): Uint8Array {
  const text = ENCODER.encode(name);
  return concatBytes([Uint8Array.from(encodeUnsigned(text.length)), text]);
}

function encodeNameMap(map: ReadonlyMap<number, string>): Uint8Array {
  const entries = [...map].sort((a, b) => a[0] - b[0]);
  const parts: Uint8Array[] = [Uint8Array.from(encodeUnsigned(entries.length))];
  for (const [index, name] of entries) {
    parts.push(Uint8Array.from(encodeUnsigned(index)), encodeName(name));
  }
  return concatBytes(parts);
}

function subsection(id: number, body: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.from([id, ...encodeUnsigned(body.length)]), body]);
}
