package p

// want-below error forbidden-import "the import sandglass.on_grow is reserved"
//go:wasmimport sandglass on_grow
func grow(delta, pages int32) int32

// want-below error forbidden-import "the import sandglass.x.y is reserved"
//go:wasmimport sandglass.x y
func other()

// want-below error forbidden-import "the export sandglass.fuel is reserved"
//go:wasmexport sandglass.fuel
func fuel() int64 { return 1 }

//go:wasmimport mine double
func double(x int32) int32

//go:wasmexport answer
func answer() int32 { return 42 }

/* //go:wasmimport sandglass on_grow */

const text = `
//go:wasmimport sandglass on_grow
`
