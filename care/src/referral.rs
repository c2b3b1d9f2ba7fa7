//! The referral protocol and its completeness.
