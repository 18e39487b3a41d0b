import { type GoFile, hasSyntaxErrors } from "../../source/go-file.ts";
import { NO_NODE, onlyChild, textOf } from "../../source/tree.ts";
import { Kind } from "../../source/tree-kinds.ts";
import { importsOf } from "./imports.ts";
import { type FileDraft, type FileNode, type IndexBuilder, newSymbol } from "./index-builder.ts";
import { collectPackageScope } from "./package-scope.ts";
import { resolveFile } from "./resolve.ts";
import { openScope, type Scope } from "./scope.ts";
import type { GoFunction, GoSymbol, IndexedFile, SymbolKind } from "./symbols.ts";
import { PREDECLARED_FUNCTIONS, PREDECLARED_TYPES } from "./universe.ts";

/**
 * What of a package is not in its index. `nothing`: what no file does, nothing does. `broken`: something cannot be read or
 * parsed, so that it does not build as it is. `unseen`: some file was too large to be looked at, and the program may build.
 */
export type Missing = "nothing" | "broken" | "unseen";

/** Everything declared in the files of one package, and what every identifier means. */
export interface PackageIndex {
  /** From the package clause; "" when no file has one. */
  readonly name: string;
  readonly missing: Missing;
  readonly files: readonly IndexedFile[];
  readonly symbols: readonly GoSymbol[];
  readonly functions: readonly GoFunction[];
  /** Package-level functions by name (`init` is not among them). */
  readonly functionByName: ReadonlyMap<string, GoFunction>;
  /** Home of its file and name of a type → method name → method. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, GoFunction>>;
  /** Method name → every method of the package with that name. */
  readonly methodsByName: ReadonlyMap<string, readonly GoFunction[]>;
  /** Functions called `init`. */
  readonly initializers: readonly GoFunction[];
  /** Calls in initial values of package variables, outside literals. */
  readonly topLevelCalls: readonly FileNode[];
  /** Import path of a library that is there as source → its package-level names. Empty but for running programs. */
  readonly libraries: ReadonlyMap<string, ReadonlyMap<string, GoSymbol>>;
}

/** A package of the library that stands in one file. */
export interface LibraryFile {
  readonly path: string;
  readonly source: GoFile;
}

/**
 * Resolves every name of the files of one package; `missing` says which of its files are not among them. `libraries` are
 * resolved on their own, each in a package scope that only {@link PackageIndex.libraries} leads to.
 */
export function indexPackage(
  files: readonly GoFile[],
  missing: Missing,
  libraries: readonly LibraryFile[] = [],
): PackageIndex {
  const universe = openScope(undefined, Number.MAX_SAFE_INTEGER, undefined);
  const builder: IndexBuilder = {
    symbols: [],
    functions: [],
    topLevelCalls: [],
    hidden: new Set(),
    packageScope: openScope(universe, Number.MAX_SAFE_INTEGER, undefined),
  };
  declareUniverse(builder, universe);
  const names = new Map<string, ReadonlyMap<string, GoSymbol>>();
  const before = libraries.map(({ path, source }) => {
    const own = { ...builder, packageScope: openScope(universe, Number.MAX_SAFE_INTEGER, undefined) };
    const draft = draftOf(source, `${path}.`);
    resolveAll(own, [draft]);
    names.set(path, own.packageScope.names ?? new Map());
    return draft;
  });
  const drafts = files.map((source) => draftOf(source, ""));
  resolveAll(builder, drafts);
  const isBroken = missing === "nothing" && files.some(hasSyntaxErrors);
  return finishIndex(builder, [...before, ...drafts], { missing: isBroken ? "broken" : missing, names });
}

function resolveAll(builder: IndexBuilder, drafts: readonly FileDraft[]): void {
  for (const draft of drafts) collectPackageScope(builder, draft);
  for (const draft of drafts) resolveFile(builder, draft, importsOf(builder, draft));
}

function draftOf(source: GoFile, home: string): FileDraft {
  const symbolOf = new Int32Array(source.tree.size).fill(-1);
  return { source, home, symbolOf, functionAt: new Map(), imports: [], comments: [] };
}

function declareUniverse(builder: IndexBuilder, universe: Scope): void {
  const declare = (name: string, kind: SymbolKind): void => {
    const symbol = newSymbol(builder, { name, kind });
    universe.names ??= new Map();
    universe.names.set(name, symbol);
  };
  for (const name of PREDECLARED_TYPES) declare(name, "type");
  for (const name of PREDECLARED_FUNCTIONS) declare(name, "builtin");
}

function finishIndex(
  builder: IndexBuilder,
  files: readonly IndexedFile[],
  { missing, names }: { readonly missing: Missing; readonly names: PackageIndex["libraries"] },
): PackageIndex {
  const functionByName = new Map<string, GoFunction>();
  const methods = new Map<string, Map<string, GoFunction>>();
  const methodsByName = new Map<string, GoFunction[]>();
  for (const fn of builder.functions) {
    const { home } = fn.file;
    if (fn.kind === "function" && fn.name !== "init" && home === "") functionByName.set(fn.name, fn);
    if (fn.receiver === undefined) continue;
    const methodName = fn.name.slice(fn.receiver.typeName.length + 1);
    addTo(methods, home + fn.receiver.typeName, new Map()).set(methodName, fn);
    addTo(methodsByName, methodName, []).push(fn);
  }
  const initializers = builder.functions.filter((fn) => fn.kind === "function" && fn.name === "init");
  const { symbols, functions, topLevelCalls } = builder;
  const own = files.filter(({ home }) => home === "");
  const name = own.map(packageNameOf).find((found) => found !== "") ?? "";
  return {
    name,
    missing,
    files,
    symbols,
    functions,
    functionByName,
    methods,
    methodsByName,
    initializers,
    topLevelCalls,
    libraries: names,
  };
}

function addTo<V>(map: Map<string, V>, key: string, empty: V): V {
  const present = map.get(key);
  if (present !== undefined) return present;
  map.set(key, empty);
  return empty;
}

function packageNameOf(file: IndexedFile): string {
  const { tree } = file.source;
  for (let node = 1; node < tree.size; node = tree.after[node]!) {
    if (tree.kind[node] === Kind.PackageClause) {
      const name = onlyChild(tree, node);
      return name === NO_NODE ? "" : textOf(tree, name);
    }
  }
  return "";
}
