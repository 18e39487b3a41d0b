/** Remembers results by content. A cache may forget anything at any time. */
export interface AnalysisCache {
  /** What `put` stored under the key, undefined when it is not there. */
  get(key: string): string | undefined;
  put(key: string, value: string): void;
}
