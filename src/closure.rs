//! Closures behind a pointer: what `dyn Fn` is, with one compiled body for each instead of three. A `dyn Fn` can also be called
//! once and by a mutable reference, and the linker can't tell that nobody does.

/// `Fn() -> T`.
pub trait Supplier<T> {
    /// Calls it.
    fn get(&self) -> T;
}

impl<T, F: Fn() -> T> Supplier<T> for F {
    fn get(&self) -> T {
        self()
    }
}

/// `Fn(A) -> T`.
pub trait Function<A, T> {
    /// Calls it.
    fn apply(&self, argument: A) -> T;
}

impl<A, T, F: Fn(A) -> T> Function<A, T> for F {
    fn apply(&self, argument: A) -> T {
        self(argument)
    }
}
