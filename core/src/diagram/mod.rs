//! Decision diagrams: what every table, matrix and rule becomes.
//!
//! A diagram is a flat array of little-endian 16-bit words. A node asks for one facet and has one child per class of that
//! facet's values; a child is another node, further on, or a terminal, a number whose meaning belongs to whoever owns the
//! diagram. Facets ascend along every path, so a walk takes at most as many steps as there are facets, and one linear pass
//! ([`Diagram::verify`]) proves it. `core/WIRE.md` has the words bit by bit.

#[cfg(feature = "alloc")]
mod build;
mod classes;
#[cfg(feature = "alloc")]
mod cover;
#[cfg(feature = "alloc")]
mod emit;
mod leads;
#[cfg(feature = "alloc")]
mod lift;
#[cfg(feature = "alloc")]
mod query;
#[cfg(feature = "alloc")]
mod store;
#[cfg(all(test, feature = "alloc"))]
mod tests;
mod verify;
mod walk;
mod word;

#[cfg(feature = "alloc")]
pub use build::{Forest, Ref};
#[cfg(feature = "alloc")]
pub use emit::TooLarge;
#[cfg(feature = "alloc")]
pub use query::Situation;
pub use verify::{DiagramError, DiagramFault};
pub use walk::Diagram;
