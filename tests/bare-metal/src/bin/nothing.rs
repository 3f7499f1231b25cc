//! The firmware of a product without the engine: whatever this takes, the engine does not.
#![no_std]
#![no_main]

#[path = "../../../bare/src/input.rs"]
mod input;
#[path = "../machine.rs"]
mod machine;
#[path = "../stack.rs"]
mod stack;
#[path = "../told.rs"]
mod told;

fn run() -> usize {
    told::answer(|input| input)
}
