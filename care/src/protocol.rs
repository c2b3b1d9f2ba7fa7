//! The versioned policy of an organisation.
