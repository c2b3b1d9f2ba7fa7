//! Walks through the path, as a reader would tell them.
