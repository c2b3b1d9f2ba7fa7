//! veer
fn main() {}
