//! What a list came to over history, as a picture and as tables: on a page, and in a file (R044).

mod chart;
mod file;
mod kept;
mod picture;

pub(crate) use file::write;
pub(crate) use kept::Kept;
pub(crate) use picture::{Lists, Picture};
