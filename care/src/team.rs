//! The peer-support team: practical help and training validity.
