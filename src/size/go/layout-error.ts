/** Go's tables are not where or what we expect. Never leaves src/size/go: it becomes a layout of status "unknown". */
export class LayoutError extends Error {}
