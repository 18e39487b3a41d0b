/** Up to so many, insertion sort is the faster one. */
const FEW = 24;

let spare: Int32Array = new Int32Array(1024);

/**
 * Sorts the first `count` numbers of `order` by falling `weight[number]`; equals keep their order. Insertion sort for
 * few, else merge sort from the bottom up: the comparison is written out, which a sort with a callback cannot do.
 */
export function sortByFallingWeight(order: Int32Array, count: number, weight: Float64Array): void {
  for (let start = 0; start < count; start += FEW)
    insertionSort(order, { start, end: Math.min(start + FEW, count) }, weight);
  if (count <= FEW) return;
  if (spare.length < count) spare = new Int32Array(2 * count);
  let source = order;
  let target = spare;
  for (let width = FEW; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width)
      merge(source, target, { start, width, count }, weight);
    const sorted = target;
    target = source;
    source = sorted;
  }
  if (source !== order) order.set(source.subarray(0, count));
}

function insertionSort(
  order: Int32Array,
  { start, end }: { readonly start: number; readonly end: number },
  weight: Float64Array,
): void {
  for (let i = start + 1; i < end; i++) {
    const item = order[i]!;
    const own = weight[item]!;
    let at = i;
    while (at > start && weight[order[at - 1]!]! < own) {
      order[at] = order[at - 1]!;
      at -= 1;
    }
    order[at] = item;
  }
}

function merge(
  source: Int32Array,
  target: Int32Array,
  { start, width, count }: { readonly start: number; readonly width: number; readonly count: number },
  weight: Float64Array,
): void {
  const middle = Math.min(start + width, count);
  const end = Math.min(start + 2 * width, count);
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const isLeft = left < middle && (right >= end || weight[source[left]!]! >= weight[source[right]!]!);
    target[at] = isLeft ? source[left++]! : source[right++]!;
  }
}
