//! Values worked out from the state. Like the state's own (`app::state`) they hide their type from Leptos: its memos are
//! compiled anew for each.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

use crate::closure::Function;

/// A value worked out from the state; what reads it is only told when it became another one.
pub struct Derived<T> {
    value: Memo<Shared>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for Derived<T> {}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// A value of any type; the same only as itself.
#[derive(Clone)]
struct Shared(Arc<dyn Any + Send + Sync>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Shared {
    fn of<T: 'static>(&self) -> &T {
        let Some(value) = self.0.downcast_ref() else {
            unreachable!("it was put there as this type")
        };
        value
    }
}

/// Works a value out when it is first read, and again whenever the state it reads changes.
pub fn derived<T: PartialEq + Send + Sync + 'static>(
    work_out: impl Fn() -> T + Send + Sync + 'static,
) -> Derived<T> {
    let renew = move |old: Option<Shared>| {
        let new = work_out();
        match old {
            Some(old) if *old.of::<T>() == new => old,
            _ => Shared(Arc::new(new)),
        }
    };
    Derived {
        value: shared(Box::new(renew)),
        of: PhantomData,
    }
}

#[inline(never)]
fn shared(renew: Box<dyn Function<Option<Shared>, Shared> + Send + Sync>) -> Memo<Shared> {
    Memo::new(move |old: Option<&Shared>| renew.apply(old.cloned()))
}

impl<T: 'static> Derived<T> {
    /// Looks at it, and follows it.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(self.value.get().of())
    }

    /// A copy of it, which is followed.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// A copy of it as it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.value.get_untracked().of::<T>().clone()
    }
}
