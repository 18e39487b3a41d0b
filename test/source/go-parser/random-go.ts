import fc from "fast-check";

type Text = fc.Arbitrary<string>;

/** A text with gaps, filled by what is given for them. */
const filled = (strings: TemplateStringsArray, ...gaps: readonly Text[]): Text =>
  fc
    .tuple(...gaps)
    .map((parts) => parts.reduce((text, part, at) => text + part + strings[at + 1]!, strings[0]!));

const one = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
const listed = (text: Text, maxLength: number): Text =>
  fc.array(text, { maxLength }).map((texts) => texts.join(", "));

const name = one("a", "b", "T", "i", "f", "len");
const between = one("\n", "; ", "\n\n", " // c\n", " /*d*/\n", "\n// e\n");

const parts = fc.letrec<{ type: string; expression: string; statement: string }>((tie) => {
  const type = tie("type");
  const expression = tie("expression");
  const statement = tie("statement");
  const some = { maxDepth: 4, withCrossShrink: true, depthIdentifier: "go" } as const;
  const types = fc.array(type, { minLength: 1, maxLength: 2 }).map((texts) => texts.join(", "));
  const parameters = listed(filled`${one("", "a ", "a, b ")}${one("", "", "...")}${type}`, 3);
  const elements = listed(filled`${one("", "", "a: ", "{}: ")}${fc.oneof(expression, one("{}", "{x}"))}`, 2);
  const callArguments = filled`${listed(expression, 2)}${one("", "", "", "...", ",")}`;
  const statements = filled`${statement}${between}${statement}${one("", "\n", ";", " // x\n")}`;
  const simple = fc.oneof(
    expression,
    filled`${expression}${one("++", "--")}`,
    filled`${expression}${one(" = ", " += ", " := ", " <- ")}${expression}`,
    filled`${expression}, ${expression}${one(" = ", " := ")}${expression}`,
  );
  return {
    type: fc.oneof(
      some,
      one("T", "p.T"),
      filled`${one("*", "[]", "[2]", "[N]", "map[T]", "chan ", "chan<- ", "<-chan ")}${type}`,
      filled`(${type})`,
      filled`${one("T", "p.T")}[${types}]`,
      filled`func(${parameters})${one("", " T", " (a, b T)")}`,
      filled`struct{ ${one("a ", "a, b ", "", "*")}${type}${one("", " `x`", " /*c*/")} }`,
      filled`interface{ ${one("", "m()", "T", "~int|p.T")} }`,
    ),
    expression: fc.oneof(
      some,
      fc.oneof(name, name, one("1", '"s"', "a.b", "T{}", "nil")),
      filled`${expression}${one(" + ", " == ", " && ", "|", "&^", "*")}${expression}`,
      filled`${one("-", "!", "*", "**", "&", "<-")}${expression}`,
      filled`(${fc.oneof(expression, expression, type)})`,
      filled`${expression}.${name}`,
      filled`${expression}[${expression}]`,
      filled`${expression}[${one(":", "a:", ":a", "a:b:c")}]`,
      filled`${expression}(${callArguments})`,
      filled`${expression}.(${type})`,
      filled`${fc.oneof(name, one("a.b"), expression)}[${types}]${fc.oneof(one("", "{}"), filled`(${callArguments})`)}`,
      filled`${one("[]", "[...]", "map[T]")}${type}{${elements}}`,
      filled`${one("T", "p.T", "T[K]", "p.T[a.b]")}{${elements}}`,
      filled`${one("", "(*", "(")}${type}${one("", ")")}(${expression})`,
      filled`func(${parameters}) {${statement}}${one("", "()")}`,
      filled`${one("new", "make")}(${type}${one("", ", n")})`,
      filled`${name}[${one("a", "a.b", "*a", "a[b]", "a[b.c]")}]${one("[x.y]", "[z[w]]", "(x)", "()", "")}`,
    ),
    statement: fc.oneof(
      some,
      one("a()", "a", "return", "x := 1", "a.b = c", "{}", "", "L:", "go f()"),
      filled`if ${one("", "x := f(); ")}${expression} {${statement}}${one("", " else {}", " else if a.b { x }")}`,
      filled`for ${one("", "i := range ", "; ; ", "i := 0; ")}${expression}${one(" ", "; i++ ", "; ")}{${statement}}`,
      filled`switch ${expression}${one(" ", ".(type) ")}{${fc.oneof(one(""), filled`case ${type}: ${statement}`)}}`,
      filled`select { case ${one("x := ", "", "c <- ")}${expression}: ${statement}}`,
      filled`L: ${statement}`,
      filled`return ${expression}`,
      filled`var a${one(" ", " = ", " T = ")}${expression}`,
      filled`type T${one(" ", " = ", "[P any] ", "[P *T, Q any] ")}${type}`,
      filled`{${statements}}`,
      filled`if a.b {${one("", "x", "f(x)", "L: x", "x; y")}}${between}${one("{}", "*p = 1", "(y)()", "-x", "<-c", "a()")}`,
      simple,
      simple,
    ),
  };
});

export const { expression, type }: { readonly expression: Text; readonly type: Text } = parts;

/** Two statements. */
export const body: Text = filled`${parts.statement}${between}${parts.statement}`;
