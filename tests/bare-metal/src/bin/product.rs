//! The firmware of a product: the standard policy in flash, verified once, one risk assessed and one incident routed.
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
#[path = "../../../bare/src/work.rs"]
mod work;

fn run() -> usize {
    told::answer(|input| work::work(plimsoll_core::Policy::standard_bytes(), input))
}
