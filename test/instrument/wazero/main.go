// Command wazero calls the export f of hardened modules in wazero, which knows nothing of them.
//
// stdin: [base64 of a module, ...]
// stdout: [{trapped, result, fuel, stop, denied, pages}, ...]
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

type seen struct {
	Trapped bool   `json:"trapped"`
	Result  int32  `json:"result"`
	Fuel    string `json:"fuel"`
	Stop    int32  `json:"stop"`
	Denied  int32  `json:"denied"`
	Pages   uint32 `json:"pages"`
}

func observe(ctx context.Context, wasm []byte) (seen, error) {
	engine := wazero.NewRuntime(ctx)
	defer engine.Close(ctx)
	module, err := engine.Instantiate(ctx, wasm)
	if err != nil {
		return seen{}, err
	}
	results, err := module.ExportedFunction("f").Call(ctx)
	global := func(name string) uint64 { return module.ExportedGlobal(name).Get() }
	outcome := seen{
		Trapped: err != nil,
		Fuel:    fmt.Sprint(int64(global("sandglass.fuel"))),
		Stop:    api.DecodeI32(global("sandglass.stop")),
		Denied:  api.DecodeI32(global("sandglass.memory_denied")),
		Pages:   module.Memory().Size() >> 16,
	}
	if err == nil {
		outcome.Result = api.DecodeI32(results[0])
	}
	return outcome, nil
}

func main() {
	var modules [][]byte
	if err := json.NewDecoder(os.Stdin).Decode(&modules); err != nil {
		panic(err)
	}
	outcomes := []seen{}
	for _, wasm := range modules {
		outcome, err := observe(context.Background(), wasm)
		if err != nil {
			panic(err)
		}
		outcomes = append(outcomes, outcome)
	}
	if err := json.NewEncoder(os.Stdout).Encode(outcomes); err != nil {
		panic(err)
	}
}
