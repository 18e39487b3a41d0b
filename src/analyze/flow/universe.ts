/** Names that Go predeclares (specification, "Universe block"), by what they stand for. */
// biome-ignore format: a list of words
export const PREDECLARED_TYPES: readonly string[] = [
  "any", "bool", "byte", "comparable", "complex64", "complex128", "error", "float32", "float64", "int", "int8", "int16",
  "int32", "int64", "rune", "string", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
];

// biome-ignore format: a list of words
export const PREDECLARED_FUNCTIONS: readonly string[] = [
  "append", "cap", "clear", "close", "complex", "copy", "delete", "imag", "len", "make", "max", "min", "new", "panic",
  "print", "println", "real", "recover",
];
