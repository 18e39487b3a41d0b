import { ToolError } from "../errors.ts";
import type { Display } from "./display-path.ts";
import { findModuleRoot } from "./module-root.ts";
import { baseName, folderOf, isAbsolute, isWithin, joinPath, relativePath } from "./slash-path.ts";
import type { EntryKind, SourceHost } from "./source-host.ts";

/** What the user named, found on disk. */
export interface NamedInput {
  /** Absolute path as typed. */
  readonly typed: string;
  /** The same without symlinks. */
  readonly real: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  /** For messages. */
  readonly shown: string;
}

/**
 * Finds what an argument names. A symlink is followed only when it stays within its own folder: in a folder of things that
 * strangers handed in, any other could name a file of yours.
 * Throws ToolError `source/no-such-file`, `source/link-leaves`, `source/not-a-file`.
 */
export async function findNamed(argument: string, host: SourceHost): Promise<NamedInput> {
  const typed = absolutePath(argument, host);
  const facts = await host.lstat(typed);
  const real = facts === undefined ? undefined : await host.realpath(typed);
  if (facts === undefined || real === undefined) throw noSuchFile(argument, facts !== undefined);
  if (facts.kind === "link") await checkLink(argument, typed, real, host);
  const target = facts.kind === "link" ? await host.lstat(real) : facts;
  if (target === undefined) throw noSuchFile(argument, true);
  if (target.kind === "other") {
    throw new ToolError("source/not-a-file", `${argument} is a FIFO, device or socket`, {
      hint: "name a regular file or a folder; standard input is -",
      place: { file: argument },
    });
  }
  return { typed, real, kind: target.kind, bytes: target.bytes, shown: shownPath(typed, argument, host) };
}

/** A folder in its module. */
export interface ModulePlace {
  /** Absolute, real. */
  readonly root: string;
  /** Relative to the root. */
  readonly folder: string;
  readonly display: Display;
}

/** The module around a folder, and how its paths are shown. */
export async function findModule(
  { typed, real }: Pick<NamedInput, "typed" | "real">,
  argument: string,
  host: SourceHost,
): Promise<ModulePlace> {
  const root = await findModuleRoot(real, host);
  const folder = relativePath(root, real);
  const typedRoot =
    folder === "." ? typed : typed.endsWith(`/${folder}`) ? typed.slice(0, -folder.length - 1) || "/" : root;
  const here = host.workingDirectory();
  const below = isWithin(root, here) && root !== here ? { workingFolder: relativePath(root, here) } : {};
  return { root, folder, display: { displayPrefix: shownPrefix(typedRoot, argument, host), ...below } };
}

/** The prefix of paths in a folder: "" for the working directory. */
export function shownPrefix(folder: string, argument: string, host: SourceHost): string {
  return shownPath(joinPath(folder, "_"), argument, host).slice(0, -1);
}

/** Relative to the working directory, unless the path lies outside of it and was typed as an absolute one. */
export function shownPath(path: string, argument: string, host: SourceHost): string {
  const here = host.workingDirectory();
  // The working directory is known without its symlinks; $PWD, from which absolute paths are made, may have some.
  const inside = isWithin(here, path) ? path : joinPath(host.canonical(folderOf(path)), baseName(path));
  if (isWithin(here, inside)) return relativePath(here, inside);
  return isAbsolute(slashed(argument, here)) ? path : relativePath(here, path);
}

/** The argument as an absolute path, symlinks unresolved. */
export function absolutePath(argument: string, host: SourceHost): string {
  const here = host.workingDirectory();
  return joinPath(here, slashed(argument, here));
}

/** On Windows (its paths begin with a drive) backslashes separate too. */
function slashed(argument: string, here: string): string {
  return here.startsWith("/") ? argument : argument.replaceAll("\\", "/");
}

async function checkLink(argument: string, typed: string, real: string, host: SourceHost): Promise<void> {
  const folder = (await host.realpath(folderOf(typed))) ?? folderOf(typed);
  if (isWithin(folder, real)) return;
  throw new ToolError("source/link-leaves", `${argument} is a symlink that leaves its folder, to ${real}`, {
    hint: `if you trust it, name ${real} itself`,
    place: { file: argument },
  });
}

function noSuchFile(argument: string, isBrokenLink: boolean): ToolError {
  const isImportPath = /^[\w-]+(\.[\w-]+)+\//.test(argument) && !argument.endsWith(".go");
  const what = isBrokenLink
    ? `${argument} is a symlink that leads nowhere`
    : `there is no file or folder ${argument}`;
  return new ToolError("source/no-such-file", what, {
    hint: isImportPath
      ? "import paths are not looked up; name the package's folder, as in ./cmd/app"
      : "check the path",
    place: { file: argument },
  });
}
