//! Who is on duty at a moment.
