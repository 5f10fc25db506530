//! Values of the page's state. Leptos' own signals are compiled anew for each type they hold, and there are twenty here: so the
//! part of them that tells who depends on a value is used, which knows no type, beside a lock for the value.

use std::sync::{PoisonError, RwLock};

use leptos::prelude::{ArcTrigger, Notify, Track};

/// A value that nothing on screen follows.
pub struct Kept<T>(RwLock<T>);

impl<T> Kept<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        Self(RwLock::new(value))
    }

    /// Looks at it.
    pub fn with_value<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A copy of it.
    pub fn get_value(&self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// Changes it.
    pub fn update_value(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Puts another one in its place.
    pub fn set_value(&self, value: T) {
        self.update_value(|old| *old = value);
    }
}

/// A value that is followed: what read it is worked out again when it changes.
pub struct Watched<T> {
    value: Kept<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// Starts with a value.
    pub fn new(value: T) -> Self {
        Self {
            value: Kept::new(value),
            changed: ArcTrigger::new(),
        }
    }

    /// Follows it without looking.
    pub fn track(&self) {
        self.changed.track();
    }

    /// Looks at it, and follows it.
    pub fn with<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(look)
    }

    /// A copy of it, which is followed.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Looks at it as it is now.
    pub fn with_untracked<U>(&self, look: impl FnOnce(&T) -> U) -> U {
        self.value.with_value(look)
    }

    /// A copy of it as it is now.
    pub fn get_untracked(&self) -> T
    where
        T: Clone,
    {
        self.with_untracked(T::clone)
    }

    /// Changes it.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        self.value.update_value(change);
        self.changed.notify();
    }

    /// Puts another one in its place.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }
}
