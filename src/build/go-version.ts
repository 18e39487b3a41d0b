/** What a Go version is for us: `go1.26.8` is 1.26, and 8 for the patch; `go1.27rc1` counts as 1.27. */
export interface GoVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** The first Go whose `go build` knows all that the hermetic compile relies on. */
export const OLDEST_GO: GoVersion = { major: 1, minor: 24, patch: 0 };

/** Reads `go1.26.8`, `1.26`, `go1.27rc1` or `devel go1.27-abcdef`; undefined when it is none of them. */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match =
    /^(?:devel )?(?:go)?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?:(?:rc|beta|alpha)\d{1,3})?(?:[-+ ].*)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** Negative when `a` is older than `b`, zero when equal. */
export function compareGoVersions(a: GoVersion, b: GoVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}
