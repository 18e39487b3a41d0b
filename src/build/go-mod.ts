/** A module that a go.mod asks for. */
export interface ModuleRequirement {
  readonly path: string;
  readonly version: string;
}

/** What we take from a go.mod: nothing else in it has any effect. */
export interface GoMod {
  readonly modulePath: string | undefined;
  readonly goVersion: string | undefined;
  readonly goLine: number;
  readonly requirements: readonly ModuleRequirement[];
  /** Directives without effect here: `toolchain`, `replace`, `exclude`, `tool`, `godebug`, `retract` and unknown ones. */
  readonly ignored: readonly { readonly line: number; readonly text: string }[];
}

/** As cmd/go spells them (golang.org/x/mod/module), so that nothing can leave its place in a path or in a go.mod of ours. */
const MODULE_PATH = /^[A-Za-z0-9_~][A-Za-z0-9._~-]*(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/;
const VERSION = /^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const IGNORED_TEXT_LIMIT = 120;

/** Whether a text can be a module path: letters, digits and `-._~` in slash-separated elements that do not begin with a dot. */
export function isModulePath(text: string): boolean {
  return text.length <= 255 && MODULE_PATH.test(text);
}

/**
 * Reads a go.mod (go.dev/ref/mod#go-mod-file) leniently: it takes the module path, the Go version and the requirements, and
 * lists everything else as ignored. Malformed paths and versions are ignored too.
 */
export function parseGoMod(text: string): GoMod {
  let modulePath: string | undefined;
  let goVersion: string | undefined;
  let goLine = 1;
  const requirements: ModuleRequirement[] = [];
  const ignored: { line: number; text: string }[] = [];
  for (const { verb, args, line } of directives(text)) {
    const [first = "", second = ""] = args;
    if (verb === "module" && isModulePath(first)) modulePath ??= first;
    else if (verb === "go" && goVersion === undefined) [goVersion, goLine] = [first, line];
    else if (verb === "require" && isModulePath(first) && VERSION.test(second))
      requirements.push({ path: first, version: second });
    else ignored.push({ line, text: [verb, ...args].join(" ").slice(0, IGNORED_TEXT_LIMIT) });
  }
  return { modulePath, goVersion, goLine, requirements, ignored };
}

interface Directive {
  readonly verb: string;
  readonly args: readonly string[];
  readonly line: number;
}

function* directives(text: string): Generator<Directive> {
  let block: string | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const words = wordsOf(raw);
    const [first, second] = words;
    if (first === undefined) continue;
    if (block !== undefined && first === ")") block = undefined;
    else if (block !== undefined) yield { verb: block, args: words, line: index + 1 };
    else if (second === "(") block = first;
    else yield { verb: first, args: words.slice(1), line: index + 1 };
  }
}

/** The words of a line; strings in quotes lose them, a `//` comment is dropped. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/\/\/.*|"[^"]*"|`[^`]*`|[()]|[^\s()"`]+/g)) {
    if (word.startsWith("//")) break;
    words.push(/^["`]/.test(word) ? word.slice(1, -1) : word);
  }
  return words;
}
