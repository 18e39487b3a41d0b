/** Owner of bytes that belong to the module itself or to code without a package. */
export const MODULE_PACKAGE = "(module)";

/**
 * Package of a function by its name: Go's symbol names from pclntab, TinyGo's, Rust's (mangled or not) and C++'s. A Rust
 * crate or a C++ namespace counts as a package. Assembly of Go's runtime has no package in its name (`memeqbody`).
 *
 * @param name symbol name as the linker wrote it
 * @param unqualified what a name without any package belongs to: "runtime" for Go, the module for others
 */
export function packageOf(name: string, unqualified: string = MODULE_PACKAGE): string {
  if (name.startsWith("_ZN")) return itaniumNamespace(name) ?? unqualified;
  if (name.startsWith("_R")) return rustCrate(name) ?? unqualified;
  if (name.includes("::")) return firstPathSegment(name) ?? unqualified;
  return goPackage(name, unqualified);
}

/**
 * `fmt.(*pp).printValue` → fmt, `github.com/a/b%2ec.F[...]` → github.com/a/b.c, `type:.eq.[2]sync.Mutex` → sync,
 * `struct { net.Conn }.Close` → net. Escapes: cmd/internal/objabi.PathToPrefix.
 */
function goPackage(name: string, unqualified: string): string {
  if (name.startsWith("go:")) return "runtime";
  const symbol = /^type:\.(?:eq|hash)\./.test(name) ? name.slice(name.indexOf(".", 6) + 1) : name;
  const plain = symbol.replace(/^[[\]*()0-9]+/, "");
  if (/^(?:struct|interface|func|map|chan)\b/.test(plain)) return firstQualifier(plain) ?? unqualified;
  const bracket = plain.search(/[[({]/);
  const head = bracket < 0 ? plain : plain.slice(0, bracket);
  const dot = head.indexOf(".", head.lastIndexOf("/") + 1);
  return dot <= 0 ? unqualified : unescapePath(head.slice(0, dot));
}

/** The package in front of the first name with one: `struct { net/http.Handler }` → net/http. Linear: names may be hostile. */
function firstQualifier(type: string): string | undefined {
  for (let dot = type.indexOf("."); dot >= 0; dot = type.indexOf(".", dot + 1)) {
    if (!/[\w(*·]/.test(type[dot + 1] ?? "")) continue;
    let start = dot;
    while (start > 0 && /[\w%~/.-]/.test(type[start - 1]!)) start--;
    while (type[start] === ".") start++;
    if (start >= dot) continue;
    const word = /^[\w%~/.-]+/.exec(type.slice(start, start + MAX_WORD_LENGTH))![0];
    return unescapePath(word.slice(0, word.indexOf(".", word.lastIndexOf("/") + 1)));
  }
  return undefined;
}

/** Module paths are shorter; the rest of a longer word is of no interest. */
const MAX_WORD_LENGTH = 4096;

function unescapePath(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `_ZN4core3fmt9Formatter3pad17h…E` → core; `_ZN60_$LT$alloc..string..String$u20$as…` → alloc (Itanium C++ ABI, 5.1). */
function itaniumNamespace(name: string): string | undefined {
  const length = /^_ZN[KVrO]*(\d+)/.exec(name);
  if (!length) return undefined;
  const start = length[0].length;
  const segment = name.slice(start, start + Number(length[1]));
  const rustImpl = /^_?\$LT\$(.*)/.exec(segment);
  if (!rustImpl) return segment || undefined;
  return firstPathSegment(rustImpl[1]!.replace(/\$[A-Za-z0-9]+\$/g, " ").replaceAll("..", "::"));
}

/** The crate root of a v0 name: `C`, an optional disambiguator `s…_`, a length and the name (Rust RFC 2603). */
function rustCrate(name: string): string | undefined {
  // A hostile name could make the search slow; the root of an honest one stands near its beginning.
  const root = /C(?:s[0-9A-Za-z]*_)?(\d+)_?/.exec(name.slice(0, 256));
  if (!root) return undefined;
  const start = root.index + root[0].length;
  return name.slice(start, start + Number(root[1])) || undefined;
}

/** First word of a path, without the `<`, `&`, `dyn` and `impl` in front of it: `<&dyn core::fmt::Debug as …>` → core. */
function firstPathSegment(path: string): string | undefined {
  const colons = path.indexOf("::");
  const end = colons < 0 ? path.length : colons;
  let start = end;
  while (start > 0 && /\w/.test(path[start - 1]!)) start--;
  return path.slice(start, end) || undefined;
}
