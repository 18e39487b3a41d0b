import { childIn, NO_NODE, type NodeId, textOf } from "../../source/tree.ts";
import { Field, Kind } from "../../source/tree-kinds.ts";
import { Effect } from "../flow/effect.ts";
import { printsIntoMemory } from "../flow/effects.ts";
import { effectOfLibrary } from "../flow/library.ts";
import type { Callee } from "../flow/oracle.ts";
import type { PackageFacts } from "../flow/package-facts.ts";
import type { GoFunction, IndexedFile } from "../flow/symbols.ts";
import { underlying } from "../flow/types.ts";
import { argumentsOf } from "./lengths.ts";
import { elementsOf, type Storage, VOLATILE } from "./storage.ts";

interface LibraryFootprint {
  readonly reads: ReadonlySet<Storage>;
  readonly writes: ReadonlySet<Storage>;
  readonly isOpaque: boolean;
  readonly asks: boolean;
}

type LibraryCallee = Extract<Callee, { readonly kind: "library" }>;

const NONE: readonly Storage[] = [];

function footprint(
  reads: readonly Storage[],
  writes: readonly Storage[] = NONE,
  isOpaque = false,
): LibraryFootprint {
  return { reads: new Set(reads), writes: new Set(writes), isOpaque, asks: false };
}

const NOTHING = footprint(NONE);
/** The answer is another each time, or comes from outside. */
const CHANGING = footprint([VOLATILE]);
const OPAQUE = footprint([VOLATILE], [VOLATILE], true);

/** Packages whose functions read nothing but their arguments. */
// biome-ignore format: a list of words
const PURE: ReadonlySet<string> = new Set([
  "strings", "strconv", "errors", "math", "math/bits", "math/cmplx", "unicode", "unicode/utf8", "unicode/utf16", "path", "html",
  "cmp", "hash/crc32", "path/filepath",
]);
/** Methods of library types that only read. */
const READING = /\.(Len|Cap|String|Next|Prev|Front|Back|Available|Size|Text|Err|MatchString|FindString)$/;
/** Packages that work on what they are given, and at most wait for a file. */
const WORKING =
  /^(bufio|bytes|container\/|crypto\/|encoding\/|hash|io|math\/big|os|regexp|sort|slices|maps|strings|text\/)/;
const PRINTS = /^(fmt\.(Print|Sprint|Errorf|Sscan)|log\.(Print|Logger\.Print))/;
/** What lets others run, or keeps them out for a while: what they write is asked for apart. */
const YIELDS = /^(time\.Sleep|runtime\.(Gosched|GC)|sync\.(RW)?Mutex\.R?(Lock|Unlock))$/;
const ASKS_OUTSIDE = /^(time\.(Now|Since|Until)|runtime\.Num\w+|math\/rand.*|sync\.(RW)?Mutex\.Try\w+)$/;

/** What a call of the library reads and writes of the program's own storage. */
export function footprintOfLibrary(
  facts: PackageFacts,
  file: IndexedFile,
  call: NodeId,
  callee: LibraryCallee,
): LibraryFootprint {
  const { path, name } = callee;
  const full = `${path}.${name}`;
  const isProgram = facts.index.name === "main";
  if (PRINTS.test(full) || /^time\.((Time|Duration|Month|Weekday)\.\w+|Date|Unix|UnixMilli)$/.test(full))
    return NOTHING;
  if (full.startsWith("regexp.Regexp.") && full !== "regexp.Regexp.Longest") return NOTHING;
  if (YIELDS.test(full)) return isProgram ? NOTHING : OPAQUE;
  if (ASKS_OUTSIDE.test(full)) return CHANGING;
  if (path === "fmt" && name.startsWith("Fprint")) return printing(facts, file, call);
  const isMethod = name.includes(".");
  if (!isMethod && PURE.has(path)) return hasCallback(facts, file, call) ? OPAQUE : NOTHING;
  const effects = effectOfLibrary(path, name);
  if ((effects & (Effect.Blocks | Effect.Unknown)) !== 0 || !WORKING.test(path)) return OPAQUE;
  if ((effects & Effect.Opaque) !== 0 && !isProgram) return OPAQUE;
  return working(facts, file, call, callee);
}

/** Work on the arguments and on objects of the package. */
function working(
  facts: PackageFacts,
  file: IndexedFile,
  call: NodeId,
  { path, name }: LibraryCallee,
): LibraryFootprint {
  const reads: Storage[] = [`library ${path}`];
  const writes: Storage[] = [];
  if (name.includes(".") && !READING.test(`.${name}`)) writes.push(`library ${path}`);
  if ((effectOfLibrary(path, name) & Effect.Opaque) !== 0) reads.push(VOLATILE);
  for (const argument of argumentsOf(file, call)) {
    if (file.source.tree.kind[argument] === Kind.FuncLiteral) continue;
    const type = underlying(facts.index, facts.oracle.typeOf(file, argument));
    if (type.kind === "basic" || type.kind === "external" || type.kind === "struct") continue;
    if (type.kind !== "slice" && type.kind !== "map") return OPAQUE;
    const elements = elementsOf(facts, type.element);
    reads.push(elements);
    const onlyLooks =
      path === "bytes" || /^(Search|Contains|Index|Equal|IsSorted|BinarySearch|Max|Min)/.test(name);
    if (!onlyLooks) writes.push(elements);
  }
  return footprint(reads, writes);
}

/** Standard output and memory wait for nobody. */
function printing(facts: PackageFacts, file: IndexedFile, call: NodeId): LibraryFootprint {
  const [first] = argumentsOf(file, call);
  if (first === undefined) return OPAQUE;
  if (/^os\.Std(out|err)$/.test(textOf(file.source.tree, first))) return NOTHING;
  return printsIntoMemory(facts.oracle, file, call)
    ? footprint(NONE, ["library strings", "library bytes"])
    : OPAQUE;
}

/** Function literals among the arguments of a call. */
export function literalArguments(file: IndexedFile, call: NodeId): readonly GoFunction[] {
  const { tree } = file.source;
  const list = childIn(tree, call, Field.Arguments);
  return (list === NO_NODE ? [] : argumentsOf(file, call)).flatMap((argument) =>
    tree.kind[argument] === Kind.FuncLiteral ? (file.functionAt.get(argument) ?? []) : [],
  );
}

function hasCallback(facts: PackageFacts, file: IndexedFile, call: NodeId): boolean {
  return argumentsOf(file, call).some(
    (argument) =>
      file.source.tree.kind[argument] === Kind.Identifier &&
      facts.oracle.typeOf(file, argument).kind === "function",
  );
}
