import { lineStartsOf } from "../../../source/go-file.ts";
import { parseGo } from "../../../source/go-parser/parse-go.ts";
import { MAX_TREE_NODES } from "../../../source/parser.ts";
import { indexPackage, type LibraryFile, type PackageIndex } from "../../flow/package-index.ts";
import { BUFIO } from "./bufio.ts";
import { BYTES } from "./bytes.ts";
import { HEAP, LIST, RING } from "./container.ts";
import { FNV } from "./fnv.ts";
import { IO } from "./io.ts";
import { LOG } from "./log.ts";
import { ITER, MAPS } from "./maps.ts";
import { BINARY, BITS } from "./numbers.ts";
import { RAND, RAND_V2 } from "./rand.ts";
import { SLICES } from "./slices.ts";
import { CMP, SORT } from "./sort.ts";
import { ATOMIC, SYNC } from "./sync.ts";
import { STRINGS } from "./text.ts";

/** Packages of the library as Go source of our own, by import path. Functions that are modelled otherwise come first. */
export const GO_LIBRARY: Readonly<Record<string, string>> = {
  bufio: BUFIO,
  bytes: BYTES,
  cmp: CMP,
  "container/heap": HEAP,
  "container/list": LIST,
  "container/ring": RING,
  "encoding/binary": BINARY,
  "hash/fnv": FNV,
  io: IO,
  iter: ITER,
  log: LOG,
  maps: MAPS,
  "math/bits": BITS,
  "math/rand": RAND,
  "math/rand/v2": RAND_V2,
  slices: SLICES,
  sort: SORT,
  strings: STRINGS,
  sync: SYNC,
  "sync/atomic": ATOMIC,
};

const parsed = new Map<string, LibraryFile>();

/** The index of a program together with those packages of the library that it needs as source. */
export function withLibrary(index: PackageIndex): PackageIndex {
  const wanted = new Set<string>();
  const queue = index.files.flatMap(({ imports }) => imports.map(({ path }) => path));
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (wanted.has(path) || !Object.hasOwn(GO_LIBRARY, path)) continue;
    wanted.add(path);
    queue.push(...importsIn(GO_LIBRARY[path]!));
  }
  if (wanted.size === 0) return index;
  const libraries = [...wanted].map(libraryFile);
  const sources = index.files.map(({ source }) => source);
  return indexPackage(sources, index.missing, libraries);
}

/** Paths that a source of ours imports. */
function importsIn(text: string): readonly string[] {
  const header = text.slice(0, /^(?:type|func|const|var)\b/m.exec(text)?.index);
  return [...header.matchAll(/"([^"]+)"/g)].map(([, path]) => path!);
}

function libraryFile(path: string): LibraryFile {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const text = GO_LIBRARY[path]!;
  const tree = parseGo(text, MAX_TREE_NODES);
  if (tree === undefined) throw new Error(`our own source of package ${path} is not understood`);
  const source = { path: `${path}.go`, text, tree, lineStarts: lineStartsOf(text), flaws: [] };
  const file = { path, source };
  parsed.set(path, file);
  return file;
}
