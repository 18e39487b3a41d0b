/** Go's tables are not where or what we expect. Never leaves src/size/go: it becomes a layout of status "unknown". */
export class LayoutError extends Error {}

/**
 * Why Go's metadata could not be used, as one clause. A RangeError is a list or map beyond what the engine can hold, which
 * only a crafted module asks for.
 *
 * @throws the error itself when it is of another sort, since then it is our bug
 */
export function layoutReason(error: unknown): string {
  if (error instanceof LayoutError) return error.message;
  if (error instanceof RangeError) return "Go's tables are larger than any program's";
  throw error;
}
