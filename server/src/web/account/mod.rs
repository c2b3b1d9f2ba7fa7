//! stub
/// stub
pub struct SetUp;
