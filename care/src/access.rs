//! One table of roles and actions.
