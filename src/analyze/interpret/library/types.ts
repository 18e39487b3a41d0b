import { ANY, BASIC, ERROR, functionOf, interfaceOf, type RunType, STRING } from "../go-type.ts";
import { goroutineTypes } from "../goroutines/types.ts";
import { newTrack, unseenTrack } from "../track.ts";
import { libraryNamed, libraryStruct } from "./define.ts";

/** A struct of the library whose fields the guest cannot see; a text in it is memory that grows. */
function opaque(id: string, fields: readonly (readonly [string, RunType])[]): RunType {
  return libraryStruct(id, fields, (name) =>
    name === "text" ? newTrack(`${id}.${name}`, false, true) : unseenTrack(`${id}.${name}`),
  );
}

const INT = BASIC.get("int")!;
const method = (name: string, results: readonly RunType[]) => ({
  name,
  type: functionOf([], results, false),
});

/** The types of the library that are modelled. */
const TYPES: Readonly<Record<string, RunType>> = {
  "time.Duration": libraryNamed("time.Duration", BASIC.get("int64")!),
  "time.Month": libraryNamed("time.Month", INT),
  "time.Weekday": libraryNamed("time.Weekday", INT),
  "strings.Builder": opaque("strings.Builder", [["text", STRING]]),
  "bytes.Buffer": opaque("bytes.Buffer", [["text", STRING]]),
  "sync.Mutex": opaque("sync.Mutex", [["state", INT]]),
  "sync.RWMutex": opaque("sync.RWMutex", [["state", INT]]),
  "fmt.Stringer": libraryNamed("fmt.Stringer", interfaceOf([method("String", [STRING])])),
};

const GOROUTINE_TYPES = goroutineTypes(ERROR, ANY);

/** The type `name` of the package at `path`; undefined when it is not modelled. */
export function libraryType(path: string, name: string): RunType | undefined {
  const id = `${path}.${name}`;
  return TYPES[id] ?? GOROUTINE_TYPES[id];
}
