//! The incident list: what counts, on which dispatch facts.
