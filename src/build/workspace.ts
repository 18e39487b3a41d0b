import { ToolError } from "../errors.ts";
import { dependencyGoMod, programGoMod } from "./go-mod-file.ts";
import type { BuildHost } from "./host.ts";
import type { ProgramModule } from "./modules.ts";
import type { Program } from "./program.ts";
import { diskFull, isDiskFull, systemCode } from "./storage-error.ts";

/** The private folder of one build. It holds everything that the build reads and writes but the compiled standard library. */
export interface Workspace {
  readonly folder: string;
  /** Root of the program's module, and the working directory of the compiler. */
  readonly program: string;
  readonly output: string;
}

/**
 * Runs `work` in a fresh private folder with the program and its modules written out, and removes the folder afterwards.
 * Throws ToolError `build/disk-full`, `build/file-name` when two files of the program cannot exist together.
 */
export async function inWorkspace<T>(
  program: Program,
  modules: readonly ProgramModule[],
  host: BuildHost,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const folder = await temporaryFolder(host);
  try {
    const workspace = { folder, program: `${folder}/program`, output: `${folder}/out.wasm` };
    const goMod = programGoMod(program.modulePath, program.goVersion, modules);
    await write(workspace.program, goMod, program.files, host);
    for (const [index, module] of modules.entries()) {
      await write(`${folder}/modules/${index}`, dependencyGoMod(module), module.files, host);
    }
    for (const name of ["home", "tmp"]) await host.files.makeFolder(`${folder}/${name}`);
    await switchTelemetryOff(`${folder}/home`, host);
    return await work(workspace);
  } catch (error) {
    throw isDiskFull(error) ? diskFull(folder, error) : error;
  } finally {
    await host.files.remove(folder);
  }
}

async function temporaryFolder(host: BuildHost): Promise<string> {
  try {
    return await host.files.makeTemporaryFolder();
  } catch (error) {
    if (isDiskFull(error)) throw diskFull("the temporary folder", error);
    throw new ToolError(
      "build/temporary-folder",
      `cannot make a temporary folder: the system said ${systemCode(error)}`,
      {
        hint: "set TMPDIR to a folder that you may write to",
        cause: error,
      },
    );
  }
}

async function write(
  folder: string,
  goMod: string,
  files: ReadonlyMap<string, Uint8Array>,
  host: BuildHost,
): Promise<void> {
  await host.files.create(`${folder}/go.mod`, goMod);
  for (const [path, data] of files) {
    try {
      await host.files.create(`${folder}/${path}`, data);
    } catch (error) {
      throw COLLISIONS.has(systemCode(error)) ? collision(path, error) : error;
    }
  }
}

/** A file where another has a folder, or two names that are one on this system. */
const COLLISIONS: ReadonlySet<string> = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENAMETOOLONG"]);

function collision(path: string, cause: unknown): ToolError {
  return new ToolError("build/file-name", `${path} cannot be written beside the other files of the program`, {
    hint: "rename it: two names differ only in case, or a file is named like a folder",
    place: { file: path },
    cause,
  });
}

/** The go command counts its own use in the user's configuration folder, wherever the system keeps that. */
async function switchTelemetryOff(home: string, host: BuildHost): Promise<void> {
  for (const configuration of [".config", "Library/Application Support", "AppData/Roaming"]) {
    await host.files.create(`${home}/${configuration}/go/telemetry/mode`, "off");
  }
}
