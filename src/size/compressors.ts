/** Compression that the audit needs from the host it runs on; both give one whole compressed stream. */
export interface Compressors {
  /** RFC 1952, at the host's best level. */
  gzip(bytes: Uint8Array): Promise<Uint8Array>;
  /** RFC 7932, at the level that the host chose. */
  brotli(bytes: Uint8Array): Promise<Uint8Array>;
}
