//! Who was exposed to what, and how it adds up.
