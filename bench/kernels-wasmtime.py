"""kernels-wasmtime.py ROUNDS KERNEL,KERNEL ORIGINAL FILE...

Runs the kernels in wasmtime: each file without metering, then the original with wasmtime's fuel and with its epochs.
Paired rounds in alternating order, process CPU time of _start, the first round not counted. Prints rows as JSON.
"""
import json, statistics, sys, time
import wasmtime as W


class Variant:
    def __init__(self, path, fuel=False, epochs=False):
        config = W.Config()
        config.consume_fuel = fuel
        config.epoch_interruption = epochs
        self.fuel, self.epochs = fuel, epochs
        self.engine = W.Engine(config)
        self.module = W.Module.from_file(self.engine, path)

    def measure(self, kernel):
        store = W.Store(self.engine)
        if self.fuel:
            store.set_fuel(1 << 62)
        if self.epochs:
            store.set_epoch_deadline(1 << 40)
        wasi = W.WasiConfig()
        wasi.argv = ["kernels", kernel]
        wasi.stdout_file = "/dev/null"
        store.set_wasi(wasi)
        linker = W.Linker(self.engine)
        linker.define_wasi()
        start = linker.instantiate(store, self.module).exports(store)["_start"]
        before = time.process_time()
        try:
            start(store)
        except W.ExitTrap as exit:
            if exit.code != 0:
                raise
        return (time.process_time() - before) * 1000


def paired(variants, kernel, rounds):
    times = [[] for _ in variants]
    for turn in range(-1, rounds):
        order = list(range(len(variants)))
        if turn % 2 == 0:
            order.reverse()
        for i in order:
            elapsed = variants[i].measure(kernel)
            if turn >= 0:
                times[i].append(elapsed)
    ratios = [statistics.median(a / b for a, b in zip(own, times[0])) for own in times[1:]]
    return {"kernel": kernel, "originalMs": statistics.median(times[0]), "ratios": ratios}


rounds, kernels, original, *files = sys.argv[1:]
variants = [Variant(original), *map(Variant, files), Variant(original, fuel=True), Variant(original, epochs=True)]
print(json.dumps([paired(variants, kernel, int(rounds)) for kernel in kernels.split(",")]))
