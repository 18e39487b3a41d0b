import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpuUsage } from "node:process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ToolError } from "../../errors.ts";
import { type NodeTypes, newNodeTypes, type TreeCursor } from "../../source/node-types.ts";
import {
  type GoParser,
  honestParseMs,
  MAX_SOURCE_UNITS,
  MAX_TREE_NODES,
  newParseTime,
  type ParseRefusal,
  type ParseTime,
  parseLimitMs,
  spendParseTime,
} from "../../source/parser.ts";
import type { SyntaxTree } from "../../source/tree.ts";
import { copyTree } from "../../source/tree-copy.ts";

const require = createRequire(import.meta.url);

/** A parser of tree-sitter's: right for any text, also broken one. */
export interface TreeSitter {
  readonly engine: GoParser["engine"];
  /** Parses one file, as {@link GoParser} does, but at once. */
  parse(text: string, time?: ParseTime): SyntaxTree | ParseRefusal;
  /** Gives back the memory of the files parsed so far. To be awaited after each file. */
  release(): Promise<void>;
}

/**
 * Loads a parser for Go: the native binding of tree-sitter (an optional dependency; it parses 1.5 times faster), else
 * web-tree-sitter with the grammar's own .wasm, which works everywhere. `prefer` asks for one of them.
 * Throws ToolError `source/no-parser` when the preferred engine, or none at all, can be loaded.
 */
export async function loadTreeSitter(prefer?: GoParser["engine"]): Promise<TreeSitter> {
  const causes: unknown[] = [];
  for (const engine of prefer === undefined ? (["native", "wasm"] as const) : [prefer]) {
    try {
      return engine === "native" ? loadNative() : await loadWasm();
    } catch (cause) {
      causes.push(cause);
    }
  }
  throw new ToolError("source/no-parser", `cannot load the ${prefer ?? "native or wasm"} parser for Go`, {
    hint: "reinstall the package, so that web-tree-sitter and tree-sitter-go are complete",
    cause: causes.at(-1),
  });
}

function loadNative(): TreeSitter {
  const Parser = require("tree-sitter") as typeof import("tree-sitter");
  const parser = new Parser();
  parser.setLanguage(require("tree-sitter-go"));
  const types = newNodeTypes();
  const clock = new ParseClock();
  const garbage = newNativeGarbage();
  return {
    engine: "native",
    release: garbage.release,
    parse(text, time = newParseTime()) {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const timer = clock.start(text, time);
      const tree = parser.parse(parsable(text), undefined, {
        progressCallback: timer.isLate,
      }) as ReturnType<typeof parser.parse> | null;
      garbage.add(text.length);
      if (timer.stop() || tree === null) {
        parser.reset();
        return { refused: "too-slow" };
      }
      return copied(tree.walk(), text, types, tree.rootNode.hasError);
    },
  };
}

async function loadWasm(): Promise<TreeSitter> {
  const { Language, Parser } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(await readFile(require.resolve("tree-sitter-go/tree-sitter-go.wasm"))),
  );
  const types = newNodeTypes();
  const clock = new ParseClock();
  return {
    engine: "wasm",
    release: () => Promise.resolve(),
    parse(text, time = newParseTime()) {
      if (text.length > MAX_SOURCE_UNITS) return { refused: "too-large" };
      const timer = clock.start(text, time);
      const tree = parser.parse(parsable(text), null, { progressCallback: timer.isLate });
      timer.stop();
      if (tree === null) {
        parser.reset();
        return { refused: "too-slow" };
      }
      const cursor = tree.walk();
      try {
        return copied(cursor, text, types, tree.rootNode.hasError);
      } finally {
        cursor.delete();
        tree.delete();
      }
    },
  };
}

/** The engines ask every few microseconds; looking at the clock takes as long as parsing for one. */
const ASKED_A_LOOK = 16;
/** Asking for CPU time takes 50 us, as long as parsing 400 bytes. */
const LOOKED_AFTER_MS = 20;
/** Files measured in CPU time after one that took longer than honest text does. */
const WATCHED_FILES = 100;

/** Times the files of one parser: those after a slow one exactly, the others only when they are slow themselves. */
class ParseClock {
  private watched = WATCHED_FILES;

  start(text: string, time: ParseTime): Timer {
    const limitMs = parseLimitMs(text, time);
    const started = performance.now();
    const isWatched = this.watched > 0;
    let startedMs = isWatched ? cpuMs() : undefined;
    let late = limitMs <= 0;
    let asked = 0;
    let nextLook = started + LOOKED_AFTER_MS;
    const elapsedMs = (): number => {
      const now = performance.now();
      // What passed before the first look counts as CPU time.
      startedMs ??= cpuMs() - (now - started);
      return cpuMs() - startedMs;
    };
    return {
      isLate() {
        if (late || ++asked % ASKED_A_LOOK !== 0 || performance.now() < nextLook) return late;
        late = elapsedMs() > limitMs;
        nextLook = performance.now() + LOOKED_AFTER_MS;
        return late;
      },
      stop: () => {
        const isSlow = performance.now() - started > honestParseMs(text);
        if (startedMs !== undefined) spendParseTime(text, elapsedMs(), time);
        this.watched = isSlow ? WATCHED_FILES : this.watched - 1;
        return late;
      },
    };
  }
}

interface Timer {
  readonly isLate: () => boolean;
  /** Books the time; whether it was too much. */
  readonly stop: () => boolean;
}

/** CPU time, not time: other work of the machine must not make a file look hostile. */
function cpuMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** A native tree takes up to 200 bytes a unit of text. */
const YOUNG_UNITS = 1 << 20;
const OLD_UNITS = 1 << 24;

interface NativeGarbage {
  /** A tree of so many units of text was dropped. */
  readonly add: (units: number) => void;
  readonly release: () => Promise<void>;
}

/**
 * The native binding frees a tree when its wrapper is collected, and only in a later turn of the event loop. V8 knows
 * nothing of the size of the tree, so without help a large input fills the memory with dead trees.
 */
function newNativeGarbage(): NativeGarbage {
  let collect: ((options: { readonly type: "minor" | "major" }) => void) | undefined;
  let young = 0;
  let old = 0;
  return {
    add(units) {
      young += units;
      old += units;
    },
    async release() {
      if (young < YOUNG_UNITS) return;
      collect ??= exposedCollector();
      collect({ type: old < OLD_UNITS ? "minor" : "major" });
      young = 0;
      if (old >= OLD_UNITS) old = 0;
      await nextTurn();
    },
  };
}

function exposedCollector(): (options: { readonly type: "minor" | "major" }) => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as ReturnType<typeof exposedCollector>;
}

/** To Go a NUL is an error, to the grammar the end of a statement, and the engines differ: make it just an error. */
function parsable(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "\u0001") : text;
}

function copied(
  cursor: TreeCursor,
  text: string,
  types: NodeTypes,
  hasErrors: boolean,
): SyntaxTree | ParseRefusal {
  const limits = { maxNodes: MAX_TREE_NODES, hasErrors };
  return copyTree(cursor, text, types, limits) ?? { refused: "too-many-nodes" };
}
