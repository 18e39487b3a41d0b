/** Memory of WebAssembly comes in pages of so many bytes (core specification, 4.2.8). */
export const PAGE_BYTES = 65_536;
