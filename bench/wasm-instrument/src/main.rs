//! `gas-metering IN OUT`: meters a module by the crate wasm-instrument, one unit an instruction, in a mutable global.
use std::{env, fs, process};
use wasm_instrument::{
    gas_metering::{inject, mutable_global, ConstantCostRules},
    parity_wasm::elements::{deserialize_buffer, serialize, Error, Module},
};

fn main() {
    let paths: Vec<String> = env::args().skip(1).collect();
    if let Err(reason) = meter(&paths[0], &paths[1]) {
        eprintln!("{reason}");
        process::exit(1);
    }
}

fn meter(from: &str, to: &str) -> Result<(), String> {
    let bytes = fs::read(from).map_err(|error| error.to_string())?;
    let module: Module = deserialize_buffer(&bytes).map_err(|error: Error| error.to_string())?;
    let backend = mutable_global::Injector::new("gas_left");
    let metered = inject(module, backend, &ConstantCostRules::new(1, 0, 0))
        .map_err(|_| "the gas counter could not be injected".to_string())?;
    let written = serialize(metered).map_err(|error: Error| error.to_string())?;
    fs::write(to, written).map_err(|error| error.to_string())
}
