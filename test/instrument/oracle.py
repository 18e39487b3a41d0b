"""wasmtime as oracle: what its consume_fuel takes. The WASI host does to the unit what wasi-host.ts does.

oracle.py calls            stdin: [{wasm: base64, values: [...]}] -> stdout: [fuel of calling the export f, or "trap"]
oracle.py observe          stdin: [base64, ...] -> stdout: [{trapped, result, fuel, stop, denied, pages} of calling the export f]
oracle.py program F [ARG]  runs _start of F with fuel metering -> {output, exitCode, fuel}
oracle.py plain F [ARG]    the same without metering -> {output, exitCode, trap, stop}
"""
import base64, json, struct, sys
import wasmtime as W

PLENTY = 1 << 62
START_NS = 1_700_000_000_000_000_000


def store_with(metered):
    config = W.Config()
    config.consume_fuel = metered
    store = W.Store(W.Engine(config))
    if metered:
        store.set_fuel(PLENTY)
    return store


def calls():
    results = []
    for job in json.load(sys.stdin):
        store = store_with(True)
        module = W.Module(store.engine, base64.b64decode(job["wasm"]))
        instance = W.Instance(store, module, [])
        before = store.get_fuel()
        try:
            instance.exports(store)["f"](store, *job["values"])
            results.append(str(before - store.get_fuel()))
        except (W.Trap, W.WasmtimeError) as error:
            results.append("trap")
    print(json.dumps(results))


def observe():
    outcomes = []
    for module in json.load(sys.stdin):
        store = store_with(False)
        module = W.Module(store.engine, base64.b64decode(module))
        exports = W.Instance(store, module, []).exports(store)
        trapped, result = False, 0
        try:
            result = exports["f"](store)
        except (W.Trap, W.WasmtimeError):
            trapped = True
        names = {"fuel": "fuel", "stop": "stop", "denied": "memory_denied"}
        seen = {key: exports["sandglass." + name].value(store) for key, name in names.items()}
        pages = exports["memory"].size(store)
        outcomes.append({"trapped": trapped, "result": result, **seen, "fuel": str(seen["fuel"]), "pages": pages})
    print(json.dumps(outcomes))


class Exit(Exception):
    pass


class Host:
    def __init__(self, store, arguments):
        self.store, self.arguments = store, [a.encode() + b"\0" for a in arguments]
        self.clock, self.random, self.output, self.memory, self.code = 0, 12345, b"", None, None

    def write(self, at, data):
        self.memory.write(self.store, data, at)

    def read(self, at, length):
        return bytes(self.memory.read(self.store, at, at + length))

    def args_sizes_get(self, count, size):
        self.write(count, struct.pack("<I", len(self.arguments)))
        self.write(size, struct.pack("<I", sum(map(len, self.arguments))))
        return 0

    def args_get(self, pointers, buffer):
        for argument in self.arguments:
            self.write(pointers, struct.pack("<I", buffer))
            self.write(buffer, argument)
            pointers, buffer = pointers + 4, buffer + len(argument)
        return 0

    def environ_sizes_get(self, count, size):
        self.write(count, bytes(4))
        self.write(size, bytes(4))
        return 0

    def environ_get(self, *_):
        return 0

    def clock_time_get(self, _id, _precision, result):
        self.clock += 1000
        self.write(result, struct.pack("<Q", START_NS + self.clock))
        return 0

    def random_get(self, start, length):
        data = bytearray()
        for _ in range(length):
            self.random = (self.random * 1103515245 + 12345) & 0xFFFFFFFF
            data.append((self.random >> 16) & 0xFF)
        self.write(start, bytes(data))
        return 0

    def fd_write(self, _fd, vectors, count, written):
        total = 0
        for i in range(count):
            start, length = struct.unpack("<II", self.read(vectors + 8 * i, 8))
            self.output += self.read(start, length)
            total += length
        self.write(written, struct.pack("<I", total))
        return 0

    def fd_fdstat_get(self, _fd, result):
        self.write(result, b"\x02" + bytes(23))
        return 0

    def fd_fdstat_set_flags(self, *_):
        return 0

    def sched_yield(self):
        return 0

    def proc_exit(self, code):
        self.code = code
        raise Exit()

    def poll_oneoff(self, subscriptions, events, count, result):
        chosen = None
        for i in range(count):
            subscription = self.read(subscriptions + 48 * i, 48)
            if subscription[8] != 0:
                continue
            timeout = struct.unpack_from("<Q", subscription, 24)[0]
            absolute = struct.unpack_from("<H", subscription, 40)[0] & 1
            due = timeout - START_NS if absolute else self.clock + timeout
            if chosen is None or due < chosen[0]:
                chosen = (due, subscription[:8])
        if chosen is None:
            return 28
        self.clock = max(self.clock, chosen[0])
        self.write(events, chosen[1] + bytes(24))
        self.write(result, struct.pack("<I", 1))
        return 0


def program(path, arguments, metered):
    store = store_with(metered)
    module = W.Module.from_file(store.engine, path)
    host = Host(store, ["prog", *arguments])
    unknown = lambda *_: 8
    imports = [W.Func(store, i.type, getattr(host, i.name, unknown)) for i in module.imports]
    exports = W.Instance(store, module, imports).exports(store)
    host.memory = exports["memory"]
    trap = None
    try:
        exports["_start"](store)
        host.code = 0
    except (Exit, W.Trap, W.WasmtimeError) as error:
        if host.code is None:
            trap = str(error)[-300:]
    result = {"output": host.output.decode(), "exitCode": host.code, "trap": trap}
    if metered:
        result["fuel"] = str(PLENTY - store.get_fuel())
    elif "sandglass.stop" in exports:
        result["stop"] = exports["sandglass.stop"].value(store)
    print(json.dumps(result))


command, *rest = sys.argv[1:]
if command == "calls":
    calls()
elif command == "observe":
    observe()
else:
    program(rest[0], rest[1:], command == "program")
