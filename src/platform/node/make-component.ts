import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";
import { ToolError } from "../../errors.ts";

/** The part of jco (docs/decisions/03) that is used; it is no dependency, so its types are not there either. */
interface Jco {
  componentNew(core: Uint8Array, adapters: [name: string, adapter: Uint8Array][]): Promise<Uint8Array>;
  /** Maps preview 1 to preview 2, for commands. */
  preview1AdapterCommandPath(): URL;
}

const PACKAGE = "@bytecodealliance/jco";
/** Folder of the package, where it is not installed beside this one. */
const FOLDER_VARIABLE = "SANDGLASS_JCO";
const ADAPTED = "wasi_snapshot_preview1";
/** A message of wasm-tools can hold a whole backtrace. */
const MESSAGE_LENGTH = 300;

/**
 * Makes a component (preview 2) of a command of preview 1, by jco. It is looked for beside this package and where SANDGLASS_JCO
 * says, never in the folder that a command is started in: what lies there may be somebody else's.
 * Throws ToolError `component/no-jco`, `component/failed`.
 */
export async function makeComponent(wasm: Uint8Array): Promise<Uint8Array> {
  const jco = await loadJco(env[FOLDER_VARIABLE] || undefined);
  const adapter = new Uint8Array(await readFile(jco.preview1AdapterCommandPath()));
  try {
    return await jco.componentNew(wasm, [[ADAPTED, adapter]]);
  } catch (cause) {
    const text = String((cause as { payload?: unknown }).payload ?? (cause as Error).message ?? cause);
    const [line = ""] = text.split("\n");
    throw new ToolError(
      "component/failed",
      `jco cannot make a component of this module: ${line.slice(0, MESSAGE_LENGTH)}`,
      {
        hint: "it takes a command of WASI preview 1 that imports nothing else, such as what harden writes with --abi standalone",
        cause,
      },
    );
  }
}

async function loadJco(folder: string | undefined): Promise<Jco> {
  // In a variable, since the package need not be there when this is compiled.
  const specifier: string = folder === undefined ? PACKAGE : pathToFileURL(join(folder, "dist/api.js")).href;
  let loaded: Partial<Jco>;
  try {
    loaded = (await import(specifier)) as Partial<Jco>;
  } catch (cause) {
    throw new ToolError("component/no-jco", `a component is made by jco, which ${missing(folder)}`, {
      hint: `npm install ${PACKAGE} where sandglass is installed, or set ${FOLDER_VARIABLE} to the folder of that package`,
      cause,
    });
  }
  if (loaded.componentNew === undefined || loaded.preview1AdapterCommandPath === undefined)
    throw new ToolError("component/no-jco", "this version of jco cannot make components", {
      hint: `npm install ${PACKAGE}@1`,
    });
  return loaded as Jco;
}

function missing(folder: string | undefined): string {
  return folder === undefined ? "is not installed" : `cannot be loaded from ${folder}`;
}
