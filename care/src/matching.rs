//! Who may support whom: the hard exclusions.
