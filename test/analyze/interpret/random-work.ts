import fc from "fast-check";

/** A number of a program. */
const small = fc.integer({ min: 0, max: 5 });

/** How the next entry is taken. */
const FORMS = {
  first: { head: "for len(list) > 0 {", take: "x := list[0]\n\t\tlist = list[1:]" },
  last: {
    head: "for len(list) > 0 {",
    take: "x := list[len(list)-1]\n\t\tlist = list[:len(list)-1]",
  },
  index: { head: "for i := 0; i < len(list); i++ {", take: "x := list[i]" },
} as const;

const condition = fc.oneof(
  fc
    .tuple(fc.constantFrom("x", "k", "count"), fc.constantFrom("<", ">", "==", "!="), small)
    .map((parts) => parts.join(" ")),
  fc.constantFrom("seen[x]", "!seen[x]", "count%3 == 1", "k%2 == 0", "len(g[x]) > 1"),
);

const step = fc.oneof(
  fc.constantFrom(
    "count++",
    "seen[x] = true",
    "k = (k*3 + x) % 7",
    "k += x",
    "k--",
    "g[x] = g[x][:len(g[x])/2]",
  ),
  fc.constantFrom("list = append(list, g[x]...)", "list = append(list, x)", "list = append(list, (x+k)%6)"),
  fc.constant(
    "for _, y := range g[x] {\n\t\t\tif !seen[y] {\n\t\t\t\tlist = append(list, y)\n\t\t\t}\n\t\t}",
  ),
  fc
    .tuple(condition, fc.constantFrom("continue", "break", "list = append(list, 1)", "seen[k%6] = true"))
    .map(
      ([when, then]) =>
        `if ${when.replaceAll("k%6", "(k%6+6)%6")} {\n\t\t\t${then.replaceAll("k%6", "(k%6+6)%6")}\n\t\t}`,
    ),
  fc.integer({ min: 3, max: 60 }).map((limit) => `if count > ${limit} {\n\t\t\tbreak\n\t\t}`),
);

/** A program that works through a list of numbers below 6, along a small graph. */
export const randomWork: fc.Arbitrary<string> = fc
  .record({
    form: fc.constantFrom("first", "last", "index") as fc.Arbitrary<keyof typeof FORMS>,
    graph: fc.array(fc.array(small, { maxLength: 3 }), { minLength: 6, maxLength: 6 }),
    start: fc.array(small, { minLength: 1, maxLength: 3 }),
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
  })
  .map(({ form, graph, start, steps }) => {
    const { head, take } = FORMS[form];
    const rows = graph.map((row) => `{${row.join(", ")}}`).join(", ");
    return `package main

func main() {
	g := [][]int{${rows}}
	list := []int{${start.join(", ")}}
	seen := make([]bool, 6)
	count, k := 0, 0
	${head}
		${take}
		${steps.map((one) => one.replaceAll("(x+k)%6", "((x+k)%6+6)%6")).join("\n\t\t")}
		_ = x
	}
	println(count, k, len(seen), len(g))
}
`;
  });

const near = fc.constantFrom("list[i]", "k", "count", "i");
const change = fc.oneof(
  small.map((value) => `list = append(list[:i], append([]int{${value}}, list[i:]...)...)`),
  small.map((value) => `list = append(list[:i+1], append([]int{${value}}, list[i+1:]...)...)`),
  fc.constantFrom(
    "list = append(list[:i], list[i+1:]...)\n\t\t\tcontinue",
    "list[i]--",
    "i++",
    "list = append(list, list[i])",
    "count++",
    "k += 2",
    "k = (k + 1) % 3",
    "break",
  ),
);

/** A program that goes along a list, and changes it on the way. */
export const randomWalk: fc.Arbitrary<string> = fc
  .record({
    start: fc.array(small, { minLength: 1, maxLength: 5 }),
    steps: fc.array(
      fc.tuple(near, fc.constantFrom("<", ">", "==", "!="), fc.integer({ min: 0, max: 30 }), change),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    looksBack: fc.boolean(),
    limit: fc.integer({ min: 1, max: 80 }),
    isLimited: fc.boolean(),
  })
  .map(({ start, steps, looksBack, limit, isLimited }) => {
    const body = steps.map(
      ([left, operator, right, then]) =>
        `if i < len(list) && ${left} ${operator} ${right} {\n\t\t\t${then}\n\t\t}`,
    );
    if (looksBack)
      body.unshift("if i > 0 && i < len(list) && list[i-1] == list[i] {\n\t\t\tlist[i] = 9\n\t\t}");
    if (isLimited) body.push(`if count++; count > ${limit} {\n\t\t\tbreak\n\t\t}`);
    return `package main

func main() {
	list := []int{${start.join(", ")}}
	count, k := 0, 0
	for i := 0; i < len(list); i++ {
		${body.join("\n\t\t")}
	}
	println(count, k)
}
`;
  });
