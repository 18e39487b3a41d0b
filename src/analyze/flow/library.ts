import { Effect } from "./effect.ts";

/**
 * First elements of import paths of the standard library (Go 1.26). A path that starts with none of them belongs to
 * another module, whose code we do not see.
 */
// biome-ignore format: a list of words
const STANDARD_ROOTS: ReadonlySet<string> = new Set([
  "archive", "bufio", "bytes", "cmp", "compress", "container", "context", "crypto", "database", "debug", "embed", "encoding",
  "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index", "internal", "io", "iter", "log", "maps", "math",
  "mime", "net", "os", "path", "plugin", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "structs",
  "sync", "syscall", "testing", "text", "time", "unicode", "unique", "unsafe", "weak",
]);

/** Packages whose functions and methods compute: they return, and wait for nobody. They may panic on bad arguments. */
// biome-ignore format: a list of words
const COMPUTING: ReadonlySet<string> = new Set([
  "bytes", "cmp", "container/list", "container/ring", "crypto/md5", "crypto/sha1", "crypto/sha256", "crypto/sha512",
  "encoding/base64", "encoding/hex", "errors", "fmt", "hash/adler32", "hash/crc32", "hash/crc64", "hash/fnv", "html", "maps",
  "math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2", "path", "regexp", "slices", "sort", "strconv",
  "strings", "sync/atomic", "time", "unicode", "unicode/utf16", "unicode/utf8",
]);

const EXITS = Effect.Exits;
const RAISES = Effect.Raises;
const OPAQUE = Effect.Opaque;
const BLOCKS = Effect.Blocks;

/** What differs from the rule of its package. */
const SPECIAL: ReadonlyMap<string, number> = new Map<string, number>([
  ["os.Exit", EXITS],
  ["syscall.Exit", EXITS],
  ["runtime.Goexit", EXITS],
  ["runtime.Gosched", Effect.None],
  ["runtime.GC", Effect.None],
  ["runtime.KeepAlive", Effect.None],
  ["runtime.NumGoroutine", Effect.None],
  ["flag.Parse", EXITS],
  ["log.Fatal", EXITS],
  ["log.Fatalf", EXITS],
  ["log.Fatalln", EXITS],
  ["log.Logger.Fatal", EXITS],
  ["log.Logger.Fatalf", EXITS],
  ["log.Logger.Fatalln", EXITS],
  ["log.Panic", RAISES],
  ["log.Panicf", RAISES],
  ["log.Panicln", RAISES],
  ["log.Logger.Panic", RAISES],
  ["log.Logger.Panicf", RAISES],
  ["log.Logger.Panicln", RAISES],
  ["log.Print", Effect.None],
  ["log.Printf", Effect.None],
  ["log.Println", Effect.None],
  ["time.Sleep", Effect.Sleeps],
  ["time.AfterFunc", OPAQUE],
  ["fmt.Scan", BLOCKS],
  ["fmt.Scanf", BLOCKS],
  ["fmt.Scanln", BLOCKS],
  ["fmt.Fscan", BLOCKS],
  ["fmt.Fscanf", BLOCKS],
  ["fmt.Fscanln", BLOCKS],
  ["fmt.Fprint", OPAQUE],
  ["fmt.Fprintf", OPAQUE],
  ["fmt.Fprintln", OPAQUE],
  ["sort.Sort", OPAQUE],
  ["sort.Stable", OPAQUE],
  ["sync.Mutex.Lock", BLOCKS],
  ["sync.RWMutex.Lock", BLOCKS],
  ["sync.RWMutex.RLock", BLOCKS],
  ["sync.WaitGroup.Wait", BLOCKS],
  ["sync.Cond.Wait", BLOCKS],
]);

/** Methods of testing.T, B, F and TB that end the goroutine. */
const TEST_ENDS = /^[TBF]B?\.(FailNow|Fatal|Fatalf|Skip|SkipNow|Skipf)$/;

/** Whether `path` is a package of the standard library. */
export function isStandard(path: string): boolean {
  return STANDARD_ROOTS.has(path.split("/", 1)[0]!) || path === "C";
}

/** What a call of `path`.`name` may do beside returning; methods are `Type.Method`. */
export function effectOfLibrary(path: string, name: string): number {
  const special = SPECIAL.get(`${path}.${name}`);
  if (special !== undefined) return special;
  if (path === "testing" && TEST_ENDS.test(name)) return EXITS;
  if (COMPUTING.has(path)) return Effect.None;
  return isStandard(path) ? OPAQUE : Effect.Unknown;
}

/** How a call of the library ends the function for sure. */
export function endOfLibrary(path: string, name: string): "" | "exit" | "panic" {
  const key = `${path}.${name}`;
  if (key === "flag.Parse") return "";
  const effect = SPECIAL.get(key) ?? (path === "testing" && TEST_ENDS.test(name) ? EXITS : Effect.None);
  if ((effect & EXITS) !== 0) return "exit";
  return (effect & RAISES) !== 0 ? "panic" : "";
}
