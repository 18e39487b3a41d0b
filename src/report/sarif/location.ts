import type { Region } from "../../source/finding.ts";

/** Stands for the working directory of the analysis; consumers map it to a checkout. */
export const SOURCE_ROOT = "%SRCROOT%";

/** The files that a log names, each once, in the order of first use (SARIF 3.14.15). */
export class ArtifactIndex {
  readonly #indices = new Map<string, number>();

  /** `artifactLocation` of a display path, with its index in the run's artifacts. */
  locate(file: string): object {
    const index = this.#indices.get(file) ?? this.#indices.size;
    this.#indices.set(file, index);
    return { ...artifactLocation(file), index };
  }

  artifacts(): object[] {
    return [...this.#indices.keys()].map((file) => ({
      location: artifactLocation(file),
      ...(file.endsWith(".go") ? { sourceLanguage: "go", mimeType: "text/x-go" } : {}),
    }));
  }
}

/**
 * A place with a message. Columns are UTF-16 units, the end column is exclusive (SARIF 3.30.7), as ours; whatever is below the
 * least legal value is raised to it.
 */
export function physicalLocation(region: Region, artifacts: ArtifactIndex): object {
  const startLine = atLeast(1, region.line);
  const startColumn = atLeast(1, region.column);
  const endLine = atLeast(startLine, region.endLine);
  const endColumn = atLeast(endLine === startLine ? startColumn : 1, region.endColumn);
  return {
    artifactLocation: artifacts.locate(region.file),
    region: { startLine, startColumn, endLine, endColumn },
  };
}

/** Relative to the source root where that is possible: a base may not be left with `..` and does not apply to absolute paths. */
function artifactLocation(file: string): object {
  const uri = uriOfPath(file);
  const relative = !uri.startsWith("file:") && !uri.split("/").includes("..");
  return relative ? { uri, uriBaseId: SOURCE_ROOT } : { uri };
}

/** A display path as a URI reference (RFC 3986), percent-encoded; absolute paths of both kinds become `file:` URIs. */
export function uriOfPath(path: string): string {
  const slashed = path.replaceAll("\\", "/").replace(/\p{Surrogate}/gu, "\ufffd");
  const segments = slashed.split("/").filter((segment) => segment !== "." && segment !== "");
  const encoded = segments.map((segment) => encodeURIComponent(segment)).join("/");
  if (/^[A-Za-z]:\//.test(slashed)) return `file:///${encoded.replace("%3A", ":")}`;
  return slashed.startsWith("/") ? `file:///${encoded}` : encoded;
}

function atLeast(least: number, value: number): number {
  return Number.isInteger(value) && value >= least ? value : least;
}
